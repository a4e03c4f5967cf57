// Runs once, while the image prepares an empty volume: the account of the services, which may write and not administer.
db.getSiblingDB("admin").createUser({
  user: process.env.SANGKIEN_MONGO_USER,
  pwd: process.env.SANGKIEN_MONGO_PASSWORD,
  roles: ["readWriteAnyDatabase"],
});
