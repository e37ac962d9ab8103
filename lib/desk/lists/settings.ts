/** Lists of what the bank has set, and of what was done in it. */
import { auditTrail } from '@/lib/admin/audit'
import { calendarYear } from '@/lib/admin/calendar'
import { parameterList } from '@/lib/admin/parameter-changes'
import { choiceOf } from '@/lib/admin/parameter-choices'
import { choiceText, parameterName, parameterUnit } from '@/lib/admin/parameter-name'
import type { ListParams } from '@/lib/platform/list-params'
import { splitRange } from '@/lib/platform/list-params'
import type { Json } from '@/lib/platform/wire'
import { atOnce, byCursor, defineList, manyOf, oneOf, type Say } from '../list'

export const audit = defineList({
  name: 'audit',
  title: 'admin.audit.title',
  query: auditTrail,
  address: { sort: [], defaultSort: '', filters: ['object', 'command', 'actor', 'at'] },
  input: (asked) => {
    const { from, to } = splitRange(oneOf(asked, 'at'))
    return {
      object: manyOf(asked, 'object'),
      command: manyOf(asked, 'command'),
      actor: manyOf(asked, 'actor'),
      from: from ?? undefined,
      to: to ?? undefined,
    }
  },
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    object: { label: 'admin.audit.object' },
    command: { label: 'admin.audit.command' },
    actor: { label: 'admin.audit.actor' },
    at: { label: 'admin.common.at' },
  },
  columns: [
    { header: 'admin.audit.seq', type: 'count', value: (e) => e.seq },
    { header: 'admin.common.at', type: 'instant', value: (e) => e.at },
    { header: 'admin.audit.actor', width: 20, value: (e) => e.actorName },
    {
      header: 'admin.audit.command',
      width: 36,
      value: (e, say) =>
        say.t.has(`commands.${e.command}`) ? `${say.t(`commands.${e.command}`)} · ${e.command}` : e.command,
    },
    { header: 'admin.audit.object', width: 48, value: (e) => `${e.objectType}:${e.objectId}` },
    { header: 'admin.audit.change', width: 28, value: (e) => [e.stateFrom, e.stateTo].filter(Boolean).join(' → ') },
    { header: 'admin.common.reason', width: 32, value: (e) => e.reason },
    { header: 'admin.audit.detail', width: 60, value: (e) => (e.detail ? JSON.stringify(e.detail) : '') },
  ],
})

export const calendar = defineList({
  name: 'calendar',
  title: 'admin.calendar.title',
  query: calendarYear,
  address: { sort: [], defaultSort: '', context: ['year'] },
  input: (asked) => {
    const year = oneOf(asked, 'year')
    return { year: year && /^20\d\d$/.test(year) ? year : undefined }
  },
  turn: atOnce,
  rows: (answer) => answer.days,
  filters: { year: { label: 'admin.calendar.year' } },
  columns: [
    { header: 'admin.calendar.day', type: 'date', value: (d) => d.day },
    {
      header: 'admin.calendar.kind',
      value: (d, say) => say.t(`admin.calendar.${d.isWorking ? 'working' : 'holiday'}`),
    },
    { header: 'admin.calendar.name', width: 28, value: (d) => d.name },
    { header: 'admin.calendar.source', value: (d, say) => say.t(`admin.calendar.${d.own ? 'own' : 'official'}`) },
  ],
})

type Parameters = Awaited<ReturnType<typeof parameterList>>

/** A parameter's value in words and with its unit. */
function figureOf(key: string, value: Json, say: Say): string {
  if (value === null) return say.t('admin.parameters.backToStandard')
  if (value === 'true' || value === 'false') return say.t(`admin.common.${value === 'true' ? 'yes' : 'no'}`)
  const unit = parameterUnit(key)
  if (typeof value === 'string' && choiceOf(key)) return choiceText(say.t, say.locale, value)
  return typeof value === 'string' ? `${value} ${unit ? say.t(`admin.parameters.unit.${unit}`) : ''}`.trim() : '…'
}

/** Found by name in the reader's language, so the page and its workbook filter here and not in the query. */
function parameterRows(list: Parameters, asked: ListParams, say: Say) {
  const wanted = asked.q.toLowerCase()
  const feature = oneOf(asked, 'feature')
  const lpr = {
    key: list.lprKey,
    feature: 'plans',
    value: null,
    standard: null,
    range: null,
    changed: false,
    next: null,
  }
  return [...list.items, lpr]
    .map((p) => ({ ...p, name: parameterName(say.t, p.key) }))
    .filter(
      (p) =>
        (!feature || p.feature === feature) &&
        (!asked.filters.changed || p.changed || p.next !== null) &&
        (wanted === '' || p.name.toLowerCase().includes(wanted) || p.key.toLowerCase().includes(wanted)),
    )
    .map((p) => ({
      key: p.key,
      name: p.name,
      changed: p.changed,
      value:
        p.key === list.lprKey
          ? '…'
          : p.value === null || p.value === ''
            ? say.t('admin.parameters.unset')
            : figureOf(p.key, p.value, say),
      standard: p.standard === null ? '' : figureOf(p.key, p.standard, say),
      range: p.range ? `${p.range.min} – ${figureOf(p.key, String(p.range.max), say)}` : '',
      next: p.next
        ? say.t(`admin.parameters.${p.next.state === 'PENDING' ? 'pending' : 'from'}`, {
            value: figureOf(p.key, p.next.value, say),
            date: p.next.effectiveFrom.toString(),
          })
        : '',
    }))
}

export const parameters = defineList({
  name: 'parameters',
  title: 'admin.parameters.title',
  query: parameterList,
  address: { sort: [], defaultSort: '', filters: ['feature', 'changed'] },
  input: () => ({}),
  turn: atOnce,
  rows: parameterRows,
  filters: {
    feature: { label: 'admin.parameters.feature', words: 'parameters' },
    changed: { label: 'admin.parameters.changedOnly', flag: true },
  },
  columns: [
    { header: 'admin.parameters.name', width: 56, value: (p) => p.name },
    { header: 'admin.parameters.value', width: 24, value: (p) => p.value },
    { header: 'admin.parameters.standard', width: 24, value: (p) => p.standard },
    { header: 'admin.parameters.range', width: 24, value: (p) => p.range },
    { header: 'admin.parameters.changed', value: (p, say) => (p.changed ? say.t('admin.common.yes') : '') },
    { header: 'admin.parameters.next', width: 36, value: (p) => p.next },
  ],
})
