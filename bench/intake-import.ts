/**
 * How long a whole packet takes from its files to the last row in the database:
 * `node --import ./scripts/resolve.mjs bench/intake-import.ts [merchants] [papers a merchant]` (default 50000 6).
 * Beside it the baseline: the same files inflated and thrown away, and the same rows copied (COPY) into tables with the
 * same keys and indexes. The ratio counts; times depend on the machine.
 */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createReadStream, mkdtempSync } from 'node:fs'
import { chmod, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import pg from 'pg'
import { receivePacket } from '@/lib/intake/commands/receive'
import { guardArchive } from '@/lib/intake/guard-archive'
import { closeDatabase } from '@/lib/platform/db/client'
import { fileStore } from '@/lib/platform/files'
import { WORKER_FLAGS } from '../scripts/boot/worker-flags'
import { testDatabase } from '../tests/database'
import { admittedMarket } from '../tests/fixtures/market'
import { testBank, testPerson } from '../tests/fixtures/people'
import setup from '../tests/postgres'
import { makeList, stallAndName } from './market-list'

const MERCHANTS = Number(process.argv[2] ?? 50_000)
const PAPERS = ['营业执照', '身份证正反面', '业务申请书', '征信查询授权书', '租赁合同', '银行流水'].slice(
  0,
  Number(process.argv[3] ?? 6),
)
/** papers in one archive: as many as one merchant manager packs at a time; a packet takes twenty archives */
const IN_ONE = 20_000
/** bytes of one paper; photos hardly pack */
const PAPER_BYTES = 1_500
const TABLES = ['application', 'file_object', 'document', 'packet_issue', 'consent', 'state_history']

const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b080010001001011100', 'hex')

/** Archives as a phone's folders give them: one folder a merchant. Written entry by entry, so that this process stays small. */
async function makeArchives(folder: string): Promise<string[]> {
  const paths: string[] = []
  const names = function* () {
    for (let i = 1; i <= MERCHANTS; i++) for (const paper of PAPERS) yield `${stallAndName(i)}/${paper}.jpg`
  }
  let archive: ZipWriter | null = null
  for (const name of names()) {
    if (!archive || archive.count === IN_ONE) {
      if (archive) await archive.end()
      paths.push(join(folder, `papers-${paths.length + 1}.zip`))
      archive = await ZipWriter.open(paths.at(-1)!)
    }
    archive.add(name, Buffer.concat([JPEG, randomBytes(PAPER_BYTES)]))
    await archive.flush()
  }
  await archive?.end()
  return paths
}

class ZipWriter {
  count = 0
  private at = 0
  private directory: Buffer[] = []
  private waiting: Buffer[] = []
  private waitingBytes = 0
  private readonly file: Awaited<ReturnType<typeof open>>
  private constructor(file: Awaited<ReturnType<typeof open>>) {
    this.file = file
  }
  static async open(path: string): Promise<ZipWriter> {
    return new ZipWriter(await open(path, 'w'))
  }
  add(text: string, data: Buffer): void {
    const name = Buffer.from(text)
    const body = deflateRawSync(data, { level: 1 })
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(0x58210000, 6)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(body.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(name.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE((0o100644 << 16) >>> 0, 6)
    tail.writeUInt32LE(this.at, 10)
    this.directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, tail, name]))
    this.push(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, body]))
    this.at += 30 + name.length + body.length
    this.count++
  }
  private push(bytes: Buffer): void {
    this.waiting.push(bytes)
    this.waitingBytes += bytes.length
  }
  async flush(least = 4 * 2 ** 20): Promise<void> {
    if (this.waitingBytes < least) return
    await this.file.writev(this.waiting.splice(0))
    this.waitingBytes = 0
  }
  async end(): Promise<void> {
    const central = Buffer.concat(this.directory)
    const end = Buffer.alloc(22)
    end.write('PK\x05\x06', 0, 'latin1')
    end.writeUInt16LE(this.count, 8)
    end.writeUInt16LE(this.count, 10)
    end.writeUInt32LE(central.length, 12)
    end.writeUInt32LE(this.at, 16)
    this.push(central)
    this.push(end)
    await this.flush(1)
    await this.file.close()
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await run()
  return performance.now() - began
}

const folder = mkdtempSync(join(tmpdir(), 'bench-import-'))
await chmod(folder, 0o777)
process.env.FANGSHI_FILES = join(folder, 'files')
const stop = await setup()
try {
  const db = await testDatabase()
  const bank = await testBank('BEN')
  const market = await admittedMarket(bank, 'M6', { merchants: MERCHANTS * 3 })
  const operator = await testPerson(bank, 'op', ['OPERATOR_ADMIN'], { partyCode: 'OP-M6', partyId: market.partyId })
  const list = join(folder, 'list.xlsx')
  await makeList(list, MERCHANTS)
  const archives = await makeArchives(folder)
  const inflating = await timed(async () => {
    for (const path of [list, ...archives]) await guardArchive(path)
  })
  const stored = async (path: string, name: string) => {
    const c = await fileStore().put(bank.id, createReadStream(path), 2 ** 31)
    return { name, sha256: c.sha256, sizeBytes: c.sizeBytes.toString(), mediaType: 'application/zip' }
  }
  const received = await receivePacket(operator, {
    market: 'M6',
    mode: 'JG',
    list: await stored(list, 'list.xlsx'),
    documents: await Promise.all(archives.map((path, i) => stored(path, `papers-${i + 1}.zip`))),
  })
  if (!received.ok) throw new Error(JSON.stringify(received.error))
  const run = JSON.parse(
    execFileSync(
      process.execPath,
      [
        ...WORKER_FLAGS,
        ...(process.env.PROF ? ['--cpu-prof', '--cpu-prof-dir=/tmp/prof-intake'] : []),
        '--import',
        './scripts/resolve.mjs',
        'bench/read-packet.ts',
        'BEN',
      ],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
      .trim()
      .split('\n')
      .at(-1)!,
  ) as { ms: number; before: number; peak: number }

  const client = new pg.Client({ connectionString: db.superuserUrl })
  await client.connect()
  const packet = (await client.query('select state, counts, error_code from packet')).rows[0]
  let rows = 0
  let copying = 0
  for (const table of TABLES) {
    const path = join(folder, `${table}.copy`)
    rows += (await client.query(`copy ${table} to '${path}'`)).rowCount ?? 0
    await client.query(`create table bench_${table} (like ${table} including defaults including indexes)`)
    copying += await timed(() => client.query(`copy bench_${table} from '${path}'`))
  }
  await client.end()
  const baseline = inflating + copying
  console.log(
    `${MERCHANTS} merchants, ${MERCHANTS * PAPERS.length} papers: packet ${packet.state} ${packet.error_code ?? ''} ${JSON.stringify(packet.counts)}`,
  )
  console.log(
    `import ${seconds(run.ms)}; inflating the files ${seconds(inflating)} + COPY of the ${rows} rows ${seconds(copying)} = ${seconds(baseline)}; ratio ${(run.ms / baseline).toFixed(2)}`,
  )
  console.log(`worker ${run.before} MB before, ${run.peak} MB at its peak`)
  await closeDatabase()
  await db.drop()
} finally {
  await stop()
  await rm(folder, { recursive: true, force: true })
}
