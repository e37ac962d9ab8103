/** Commands that keep an installation. (`restore` is in scripts/boot/restore.ts: it puts a new database in place.) */
import { fileStore } from '../files'
import { backup } from './backup'
import { type CliCommand, CliError, fileOf } from './cli-command'
import { diagnose } from './doctor'

export const backupCommand: CliCommand = {
  summary: 'Write all banks’ rows and files, as of now, into one file; the installation may go on working',
  synopsis: '--to fangshi.zip',
  options: { to: { type: 'string' } },
  async run(values, output) {
    const owner = process.env.DATABASE_OWNER_URL
    if (!owner) throw new CliError('DATABASE_OWNER_URL is not set: the owner of the schema takes backups')
    const target = fileOf(values, 'to')
    const manifest = await backup(owner, fileStore(), target)
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    output.log(`${target}: ${rows} rows of ${manifest.tables.length} tables, ${manifest.files} files`)
    for (const path of manifest.missingFiles) output.error(`missing in the file store: ${path}`)
    output.error('It holds personal data in the clear: encrypt it where it is kept. It does not hold the secret of the')
    output.error('installation, without which second factors cannot be read: keep that apart (docs/operations.md).')
    return manifest.missingFiles.length > 0 ? 1 : 0
  },
}

const SIGN = { ok: '✓', warning: '!', fault: '✗' }

export const doctorCommand: CliCommand = {
  summary: 'Look the installation over: database, roles, migrations, row-level security, files, worker, disk',
  synopsis: '',
  options: {},
  async run(_values, output) {
    const findings = await diagnose(process.env.DATABASE_OWNER_URL ?? '')
    for (const { level, subject, detail } of findings) output.log(`${SIGN[level]} ${subject.padEnd(20)} ${detail}`)
    return findings.some(({ level }) => level === 'fault') ? 1 : 0
  },
}
