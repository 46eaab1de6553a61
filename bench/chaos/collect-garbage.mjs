// Loaded into a process that is measured, before its own code: what nobody holds any more is not to be counted.
process.on('message', (message) => {
  if (message !== 'collect garbage') return;
  globalThis.gc();
  process.send('garbage collected');
});
process.channel?.unref(); // it keeps no process alive that wants to leave
