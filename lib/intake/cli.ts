/** A packet from the command line: the same command as the upload, in the name of the user who is given. */
import { createReadStream } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import { type Actor, type Role, systemActor } from '@/lib/platform/actor'
import { Refusal } from '@/lib/platform/errors'
import { fileStore } from '@/lib/platform/files'
import { followJob } from '@/lib/platform/jobs/follow'
import { type CliCommand, CliError, fileOf, list, need } from '@/lib/platform/ops/cli-command'
import { type BankRow, findBankByCode, withTenant } from '@/lib/platform/tenant'
import { receivePacket } from './commands/receive'
import { packetStatus } from './packet-queries'
import './jobs'

const MAX_FILE = 2 ** 31
const MEDIA: Record<string, string> = {
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.csv': 'text/csv',
  '.zip': 'application/zip',
}

export const packetImport: CliCommand = {
  summary: 'Read an operator’s packet, wait for it, and print what was found',
  synopsis: '--bank YJB --login rm@yjb --market M6 --mode JG --list list.xlsx [--documents scans.zip …]',
  options: {
    bank: { type: 'string' },
    login: { type: 'string' },
    market: { type: 'string' },
    mode: { type: 'string' },
    list: { type: 'string' },
    documents: { type: 'string', multiple: true },
  },
  async run(values, output) {
    const bank = await findBankByCode(need(values, 'bank'))
    if (!bank) throw new CliError(`no bank has the code ${need(values, 'bank')}`)
    const actor = await personOf(bank, need(values, 'login').toLowerCase())
    const here = process.env.INIT_CWD ?? process.cwd()
    const stored = async (path: string) => {
      const content = await fileStore().put(bank.id, createReadStream(path), MAX_FILE)
      const mediaType = MEDIA[extname(path).toLowerCase()] ?? 'application/octet-stream'
      return { name: basename(path), sha256: content.sha256, sizeBytes: String(content.sizeBytes), mediaType }
    }
    const received = await receivePacket(actor, {
      market: need(values, 'market'),
      mode: need(values, 'mode').toUpperCase() as 'JG',
      list: await stored(fileOf(values, 'list')),
      documents: await Promise.all(list(values, 'documents').map((path) => stored(resolve(here, path)))),
    })
    if (!received.ok) throw new Refusal(received.error)
    const { id, batchId, jobId } = received.value
    await followJob(bank.id, jobId, output.error)
    const packet = await packetStatus(actor, { packetId: id })
    output.log(
      `packet ${id} of batch ${batchId}: ${packet.status}${packet.code ? ` ${packet.code} ${packet.detail}` : ''}`,
    )
    for (const [name, count] of Object.entries(packet.counts as Record<string, number>)) {
      output.log(`  ${name.padEnd(36)}${count}`)
    }
    for (const issue of packet.issues) output.log(`  row ${issue.row}  ${issue.code}  ${issue.message}`)
    return packet.status === 'DONE' ? 0 : 1
  },
}

/** The person of a login with the roles in force: what the command does is theirs, and audited as theirs. */
async function personOf(bank: BankRow, login: string): Promise<Actor> {
  const user = await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.appUser.findFirst({
      where: { bankId: bank.id, login, state: 'ACTIVE' },
      include: { roleGrants: { where: { state: 'ACTIVE' } } },
    }),
  )
  if (!user) throw new CliError(`no active account ${login}`)
  return {
    ...systemActor(bank, 'packet-import'),
    userId: user.id,
    login: user.login,
    name: user.name,
    personKey: user.personKey,
    partyId: user.partyId,
    roles: user.roleGrants.map((grant) => grant.role as Role),
    locale: user.locale === 'en' ? 'en' : 'zh-CN',
  }
}
