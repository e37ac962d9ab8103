/** The command line, put together: `fangshi <object> <act> --option value`. The start script sets the addresses. */
import { parseArgs } from 'node:util'
import { auditVerify, bankCreate, tokenCreate, userCreate } from './admin/cli'
import { packetImport } from './intake/cli'
import { closeDatabase } from './platform/db/client'
import { Refusal } from './platform/errors'
import { errorText } from './platform/i18n/error-text'
import { chooseLocale } from './platform/i18n/locale'
import { translatorFor } from './platform/i18n/translator'
import { backupCommand, doctorCommand } from './platform/ops/cli'
import { type CliCommand, CliError, type Output } from './platform/ops/cli-command'
import { eodRun } from './servicing/cli'

/** Each feature brings its own; the name is what people type. */
const COMMANDS: Record<string, CliCommand> = {
  'bank create': bankCreate,
  'user create': userCreate,
  'token create': tokenCreate,
  'audit verify': auditVerify,
  'packet import': packetImport,
  'eod run': eodRun,
  backup: backupCommand,
  doctor: doctorCommand,
}

export function usage(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length))
  const lines = Object.entries(COMMANDS).map(([name, c]) => `  ${name.padEnd(width)}  ${c.summary}`)
  return ['fangshi <command> [options]', '', ...lines, '', 'fangshi <command> --help shows the options.'].join('\n')
}

/** Runs one command and answers the process's exit code: 0 done, 1 refused or found wrong, 2 not understood. */
export async function runCli(args: string[], output: Output = console): Promise<number> {
  const name = [args.slice(0, 2).join(' '), args[0] ?? ''].find((words) => Object.hasOwn(COMMANDS, words))
  const command = name && COMMANDS[name]
  if (!name || !command) {
    output.error(usage())
    return args.length === 0 || args.includes('--help') ? 0 : 2
  }
  try {
    const { values } = parseArgs({
      args: args.slice(name.split(' ').length),
      options: { ...command.options, help: { type: 'boolean' } },
      strict: true,
      allowPositionals: false,
    })
    if (values.help) {
      output.log(`fangshi ${name} ${command.synopsis}\n\n${command.summary}`)
      return 0
    }
    return await command.run(values as Record<string, never>, output)
  } catch (error) {
    output.error(await complaint(error, name, command))
    return error instanceof Refusal ? 1 : 2
  } finally {
    await closeDatabase()
  }
}

async function complaint(error: unknown, name: string, command: CliCommand): Promise<string> {
  if (error instanceof Refusal) {
    const t = await translatorFor(chooseLocale(undefined, (process.env.LANG ?? '').replace('_', '-').split('.')[0]))
    const { title, detail } = errorText(t, error.error)
    return `${error.error.code}: ${title}\n${detail}`
  }
  const misused = error instanceof CliError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  if (misused) return `${(error as Error).message}\n\nfangshi ${name} ${command.synopsis}`
  throw error
}
