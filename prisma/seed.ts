// Fills an empty database with the demo tenant. `npm start` runs it once; `npm run seed` runs it by hand.
// Environment: DATABASE_URL, MIGRATION_DATABASE_URL, REDIS_URL, DEMO_EMAIL, DEMO_PASSWORD.
