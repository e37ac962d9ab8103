/** End of day from the command line, for a bank's own scheduler. */
import { businessDateQuery } from '@/lib/admin/business-date'
import { systemActor } from '@/lib/platform/actor'
import { Refusal } from '@/lib/platform/errors'
import { followJob } from '@/lib/platform/jobs/follow'
import { type CliCommand, CliError, need, text } from '@/lib/platform/ops/cli-command'
import { findBankByCode } from '@/lib/platform/tenant'
import { requestEndOfDay } from './end-of-day/run'
import './jobs'

export const eodRun: CliCommand = {
  summary: 'Close the business days of a bank up to and including a date (default: the present one)',
  synopsis: '--bank YJB [--date 2026-11-02]',
  options: { bank: { type: 'string' }, date: { type: 'string' } },
  async run(values, output) {
    const bank = await findBankByCode(need(values, 'bank'))
    if (!bank) throw new CliError(`no bank has the code ${need(values, 'bank')}`)
    const actor = systemActor(bank, 'end-of-day')
    const date = text(values, 'date') ?? (await businessDateQuery(actor, {})).date.toString()
    const asked = await requestEndOfDay(actor, { date })
    if (!asked.ok) throw new Refusal(asked.error)
    const { state, code } = await followJob(bank.id, asked.value.jobId, output.error)
    output.log(`${bank.code}: end of day ${date} ${state}${code ? ` (${code})` : ''}`)
    return state === 'DONE' ? 0 : 1
  },
}
