// Runs in every test worker before its file: a data folder of its own and, in the PostgreSQL run, a database of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

// Settings of whoever runs the tests must not decide how they end.
for (const name of Object.keys(process.env))
  if (/^(CARACAL_|DATABASE_URL$|PUBLIC_URL$|PORT$|LISTEN$|SMTP_URL$|MAIL_FROM$)/.test(name)) delete process.env[name];

const folder = mkdtempSync(join(tmpdir(), 'caracal-test-'));
process.env.CONSOLE_DATA_DIR = folder;
// Hooks of the file itself, which close what lies in the folder, run before this one.
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

const server = process.env.TEST_POSTGRES_URL;
if (server) {
  const { Client } = await import('pg');
  const name = `test_${process.pid}_${crypto.randomUUID().slice(0, 8)}`;
  const ask = async (statement: string) => {
    const client = new Client({ connectionString: server });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await ask(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  process.env.DATABASE_URL = url.href;
  afterAll(() => ask(`drop database if exists ${name} with (force)`));
}
