// Drives a sandbox with Google's Node clients: a line for each call, exit code 1 if one is not as wanted.
import {BigQuery} from '@google-cloud/bigquery';
import {Storage} from '@google-cloud/storage';
import {OAuth2Client} from 'google-auth-library';
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const endpoint = process.argv[2];
const project = 'p-node';
// The client asks for a token before each call; the sandbox looks at none.
const authClient = new OAuth2Client();
authClient.setCredentials({access_token: 'none', expiry_date: Date.now() + 3_600_000});
const bq = new BigQuery({projectId: project, apiEndpoint: endpoint, authClient, autoRetry: false});
const gcs = new Storage({projectId: project, apiEndpoint: endpoint, authClient, retryOptions: {autoRetry: false}});
const folder = mkdtempSync(join(tmpdir(), 'calls-'));
let failed = 0;

async function call(name, action, wanted = 'ok') {
  let outcome = 'ok';
  try {
    await action();
  } catch (e) {
    outcome = Number.isInteger(e.code) || /^\d+$/.test(e.code) ? String(e.code) : `${e}`.split('\n')[0];
  }
  const good = outcome === wanted;
  console.log(`node ${name}: ${outcome}` + (good ? '' : ` (wanted ${wanted})`));
  failed += good ? 0 : 1;
}

function check(good) {
  if (!good) throw new Error('not as expected');
}

const file = (name, text) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const table = bq.dataset('d').table('t');
const schema = [{name: 'id', type: 'STRING', mode: 'REQUIRED'}, {name: 'n', type: 'INTEGER'}];

await call('createDataset', () => bq.createDataset('d'));
await call('createDataset again', () => bq.createDataset('d'), '409');
await call('getDatasets', async () => check((await bq.getDatasets())[0].length === 1));
await call('dataset exists', async () => check(!(await bq.dataset('none').exists())[0]));
await call('createTable', () => bq.dataset('d').createTable('t', {schema}));
await call('getTables', async () => check((await bq.dataset('d').getTables())[0].length === 1));
await call('table metadata', async () => check((await table.getMetadata())[0].numRows === '0'));
await call('insert', () => table.insert([{id: 'a', n: 1}]));
await call('insert, a bad row', () => table.insert([{n: 'x'}]), 'PartialFailureError');
await call('getRows', async () => check((await table.getRows())[0][0].id === 'a'));
await call('load a local file', () =>
  table.load(file('rows.json', '{"id":"b","n":2}\n'), {sourceFormat: 'NEWLINE_DELIMITED_JSON'}));
await call('load a local file, bad', async () => {
  const rows = await table.load(file('bad.json', '{"id":"x"}\n{"no":1}\n'), {format: 'JSON'}).catch(e => e);
  check(rows.message.includes('No such field: no'));
});
await call('query', async () => check((await bq.query('SELECT id FROM `p-node.d.t` ORDER BY id'))[0].length === 2));
await call('query with parameters', async () =>
  check((await bq.query({query: 'SELECT @x AS x', params: {x: 'é'}}))[0][0].x === 'é'));
await call('query that fails', () => bq.query('SELECT nope'), '400');
await call('query that is not supported', () => bq.query("SELECT SOUNDEX('a')"), '501');
await call('createQueryJob, dry run', () => bq.createQueryJob({query: 'SELECT 1 AS x', dryRun: true}));
await call('getJobs', async () => check((await bq.getJobs({maxResults: 2}))[0].length === 2));
await call('setMetadata', () => table.setMetadata({description: 'x'}));
await call('copy', () => table.copy(bq.dataset('d').table('u')));
await call('delete table', () => bq.dataset('d').table('u').delete());

const bucket = gcs.bucket('b-node');
await call('createBucket', () => gcs.createBucket('b-node'));
await call('getBuckets', async () => check((await gcs.getBuckets())[0].length === 1));
await call('save, simple', () => bucket.file('a/1').save('hello', {resumable: false}));
await call('save, resumable of unknown size', () => bucket.file('a/2').save('hello again', {resumable: true}));
await call('upload a file', () => bucket.upload(file('up.txt', 'up'), {destination: 'a/3'}));
await call('save in chunks', () =>
  bucket.file('a/4').save(Buffer.alloc(600_000, 'x'), {resumable: true, chunkSize: 256 * 1024}));
await call('download', async () => check((await bucket.file('a/2').download())[0].toString() === 'hello again'));
await call('download a range', async () =>
  check((await bucket.file('a/1').download({start: 1, end: 2, validation: false}))[0].toString() === 'el'));
await call('download that is not there', () => bucket.file('none').download(), '404');
await call('exists', async () => check(!(await bucket.file('none').exists())[0]));
await call('getFiles', async () => check((await bucket.getFiles({prefix: 'a/'}))[0].length === 4));
await call('copy object', () => bucket.file('a/1').copy(bucket.file('a/5')));
await call('precondition', () =>
  bucket.file('a/1').save('x', {resumable: false, preconditionOpts: {ifGenerationMatch: 0}}), '412');
await call('deleteFiles', () => bucket.deleteFiles({force: true}));
await call('delete bucket', () => bucket.delete());
await call('delete dataset', () => bq.dataset('d').delete({force: true}));
process.exit(failed ? 1 : 0);
