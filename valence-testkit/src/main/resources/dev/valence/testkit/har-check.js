// Prints what the JSON schema of HAR 1.2 finds wrong in a file, one finding a line.
const fs = require('fs');
const Ajv = require('ajv');

const ajv = new Ajv({ allErrors: true });
ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-06.json'));
Object.values(require('har-schema')).forEach((schema) => ajv.addSchema(schema));
const valid = ajv.validate('har.json#', JSON.parse(fs.readFileSync(process.argv[2], 'utf8')));
if (!valid) {
  ajv.errors.forEach((error) => console.log(`${error.dataPath} ${error.message}`));
}
console.log('CHECKED');
