// Preloaded into the processes of "npm start": should it be gone without a goodbye, they stop as on SIGTERM.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
