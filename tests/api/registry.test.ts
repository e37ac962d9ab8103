/** Walks every list there is and fails on what is missing, and on what is listed and no longer there. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { apiRoutes } from '@/lib/api'
import { BANK_ROLES, PARTNER_ROLES } from '@/lib/platform/actor'
import { allCommands } from '@/lib/platform/commands'
import { definedJobs } from '@/lib/platform/jobs/worker'
import { allQueries } from '@/lib/platform/queries'
import { allMachines } from '@/lib/platform/workflow'

const ROOT = join(import.meta.dirname, '../..')

/** Commands without a route, and why. */
const NO_ROUTE: Record<string, string> = {
  'auth.signIn': 'a session begins in the browser; the API has tokens',
  'auth.signInBySubject': 'the way back from single sign-on',
  'auth.signOut': 'ends a browser session',
  'account.changePassword': 'needs the session of its owner, never a token',
  'account.beginSecondFactor': 'needs the session of its owner, never a token',
  'account.confirmSecondFactor': 'needs the session of its owner, never a token',
  'account.passSecondFactor': 'needs the session of its owner, never a token',
  'account.removeSecondFactor': 'needs the session of its owner, never a token',
  'account.endSession': 'needs the session of its owner, never a token',
  'account.endOtherSessions': 'needs the session of its owner, never a token',
  'account.setLanguage': 'a setting of the screen',
  'admin.createToken': 'a token cannot make tokens',
  'admin.takeEvidencePack': 'behind GET /batches/{id}/evidence-pack',
  'admin.verifyAudit': 'GET /audit/verify does it without changing anything but the trail',
  'contracts.issue': 'a job after the appointment; asked for again by appointing again',
  'documents.add': 'behind the upload of one paper',
  'packets.receive': 'behind the upload of a packet',
  'lists.export': 'behind the workbook of a list',
  'plans.export': 'behind the document of a plan',
  'ops.createUser': 'the command line, for the first people of a bank',
  'ops.createToken': 'the command line',
}

/** Written to the trail by the upload itself: a stream cannot wait inside a command's transaction. */
const STREAMED = 'files.upload'

/** Queries without a route, and why. */
const NO_QUERY_ROUTE: Record<string, string> = {
  'accounts.choices': 'the choices of a form',
  'admin.evidencePackContent': 'behind GET /batches/{id}/evidence-pack',
  'admin.conflictSubjects': 'the choices of a form',
  'admin.accountChoices': 'the choices of a form',
  'admin.frame': 'the frame around every page',
  'approvals.delegationChoices': 'the choices of a form',
  'batches.clocks': 'clocks stand in the answer of a batch',
  'batches.investigators': 'the choices of a form',
  'batches.openSplits': 'the open tasks of a batch, told by /work',
  'debits.file': 'behind the file of the day’s debits',
  'packets.list': 'behind the marked copy',
  'packets.mappedList': 'behind the columns of a list',
  'packets.templateMarket': 'behind the list template',
  'packets.markets': 'the choices of a form',
  'packets.waiting': 'the head of the operator’s first page',
  'schemes.markets': 'the choices of a form',
  'scorecards.scopeChoices': 'the choices of a form',
  'scorecards.trialBatches': 'the choices of a form',
  'scoring.desk': 'the same figures by batch and by application',
  'servicing.compareLoan': 'POST /calculators/compare and /calculators/schedule',
}

beforeAll(async () => {
  const files = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'))
  for (const file of files) {
    if (file.startsWith('platform/db/generated')) continue
    if (/\bdefine(Command|Query|Machine|Job)\(/.test(readFileSync(join(ROOT, 'lib', file), 'utf8')))
      await import(join(ROOT, 'lib', file))
  }
})

const routed = () =>
  new Set(
    apiRoutes.flatMap((r) =>
      r.kind === 'command' ? [r.command.spec.name] : r.kind === 'query' ? [r.query.spec.name] : [],
    ),
  )
/** The bank's own machinery raises these; nobody may. */
const forPeople = (roles: readonly string[] | 'ANY_SIGNED_IN') =>
  roles === 'ANY_SIGNED_IN' || roles.some((r) => r !== 'SYSTEM')

describe('commands', () => {
  test('whatever a person may do on screen, a program may do through the API', () => {
    const known = routed()
    const missing = [...allCommands().values()]
      .filter((c) => forPeople(c.spec.access.roles) && !known.has(c.spec.name) && !(c.spec.name in NO_ROUTE))
      .map((c) => c.spec.name)
    expect(missing).toEqual([])
  })

  test('no exception is listed for a command that has a route or is gone', () => {
    const known = routed()
    expect(Object.keys(NO_ROUTE).filter((name) => known.has(name) || !allCommands().has(name))).toEqual([])
  })

  test('every act is told in both languages where the trail is read', () => {
    for (const locale of ['zh-CN', 'en']) {
      const texts = JSON.parse(readFileSync(join(ROOT, 'messages', locale, 'commands.json'), 'utf8'))
      const named = (name: string) =>
        name.split('.').reduce((node: unknown, k) => (node as Record<string, unknown> | undefined)?.[k], texts)
      expect([...allCommands().keys()].filter((name) => typeof named(name) !== 'string')).toEqual([])
      const listed = Object.entries(texts as Record<string, object>).flatMap(([f, acts]) =>
        Object.keys(acts).map((a) => `${f}.${a}`),
      )
      expect(listed.filter((name) => !allCommands().has(name) && name !== STREAMED)).toEqual([])
    }
  })

  test('nobody holds the bank’s machinery, and the roles that may act exist', () => {
    const roles = new Set<string>([...BANK_ROLES, ...PARTNER_ROLES, 'PLATFORM_ADMIN', 'SYSTEM'])
    for (const { spec } of allCommands().values()) {
      if (spec.access.roles === 'ANY_SIGNED_IN') continue
      expect(spec.access.roles.length, spec.name).toBeGreaterThan(0)
      expect(
        spec.access.roles.filter((r) => !roles.has(r)),
        spec.name,
      ).toEqual([])
    }
  })
})

describe('queries', () => {
  test('whatever a screen reads, a program may read through the API', () => {
    const known = routed()
    const missing = [...allQueries().keys()].filter((name) => !known.has(name) && !(name in NO_QUERY_ROUTE))
    expect(missing).toEqual([])
  })

  test('no exception is listed for a query that has a route or is gone', () => {
    const known = routed()
    expect(Object.keys(NO_QUERY_ROUTE).filter((name) => known.has(name) || !allQueries().has(name))).toEqual([])
  })
})

describe('state machines', () => {
  test('every state can be reached from the first one, and only final ones end', () => {
    for (const machine of allMachines().values()) {
      const reached = new Set<string>([machine.initial])
      const targets = (to: string | readonly string[]) => (typeof to === 'string' ? [to] : to)
      for (let before = -1; before !== reached.size; ) {
        before = reached.size
        for (const t of machine.transitions)
          if (t.from.some((s) => reached.has(s))) for (const to of targets(t.to)) reached.add(to)
      }
      expect(
        machine.states.filter((s) => !reached.has(s)),
        `${machine.name}: never reached`,
      ).toEqual([])
      const dead = machine.states.filter(
        (s) => !machine.final.includes(s) && !machine.transitions.some((t) => t.from.includes(s)),
      )
      expect(dead, `${machine.name}: no way on`).toEqual([])
    }
  })

  test('every event can be raised by some role that somebody can hold, or by the bank’s machinery', () => {
    const roles = new Set<string>([...BANK_ROLES, ...PARTNER_ROLES, 'SYSTEM'])
    for (const machine of allMachines().values())
      for (const t of machine.transitions)
        expect(
          t.roles.some((r) => roles.has(r)),
          `${machine.name}.${t.event}`,
        ).toBe(true)
  })
})

test('every kind of job that is asked for has a worker', () => {
  const sources = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'))
  const asked = new Set(
    sources.flatMap((f) =>
      [
        ...readFileSync(join(ROOT, 'lib', f), 'utf8').matchAll(
          /(?:enqueue|enqueueJob)\(\s*(?:tx, [\w.]+, )?'([\w.]+)'/g,
        ),
      ].map((m) => m[1] ?? ''),
    ),
  )
  expect([...asked].filter((name) => !definedJobs().has(name))).toEqual([])
  expect(asked.size).toBeGreaterThan(3)
})
