/** What a command of the command line is. */
import { resolve } from 'node:path'
import type { ParseArgsOptionsConfig } from 'node:util'

export type Output = { log(line: string): void; error(line: string): void }
export type CliValues = Record<string, string | string[] | boolean | undefined>

export type CliCommand = {
  /** one line for the list */
  summary: string
  /** the options as they are typed */
  synopsis: string
  options: ParseArgsOptionsConfig
  /** Answers the exit code; throws a Refusal or a CliError. */
  run(values: CliValues, output: Output): Promise<number>
}

/** An option is missing or not understood. */
export class CliError extends Error {}

/** The text of an option that must be there. */
export function need(values: CliValues, name: string): string {
  const value = values[name]
  if (typeof value === 'string' && value.trim() !== '') return value
  throw new CliError(`--${name} is missing`)
}

export function text(values: CliValues, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function list(values: CliValues, name: string): string[] {
  const value = values[name]
  return Array.isArray(value) ? value : typeof value === 'string' ? [value] : []
}

/** A file named on the command line lies where it was typed (INIT_CWD), not where the product lies. */
export function fileOf(values: CliValues, name: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), need(values, name))
}
