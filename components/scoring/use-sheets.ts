'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { AppError } from '@/lib/platform/errors'
import { saveInvestigationsAction } from '@/lib/scoring/actions'
import type { SheetRowJson } from '@/lib/scoring/investigation'
import { FIELD_ID, type SheetField, type SheetView } from './sheet-fields'

type Pending = Omit<SheetRowJson, 'applicationId'>
export type SaveState = 'saved' | 'dirty' | 'saving' | 'failed'
export type Change = { id: string; field: SheetField; value: string | null; kind?: string }

const REST_MS = 700
const CHUNK = 100

/** Sheets on the screen and their autosave: changes gather while a person types and go in chunks when they rest. */
export function useSheets(batchId: string, initial: SheetView[]) {
  const [rows, setRows] = useState(initial)
  const [problems, setProblems] = useState<Record<string, { code: string; params: AppError['params'] }>>({})
  const [state, setState] = useState<SaveState>('saved')
  const [error, setError] = useState<AppError | null>(null)
  // what is on the screen now, also between two renders: a paste is many changes at once
  const latest = useRef(initial)
  const pending = useRef(new Map<string, Pending>())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const busy = useRef(false)
  const flushRef = useRef<() => Promise<void>>(async () => undefined)

  const flush = useCallback(async () => {
    clearTimeout(timer.current)
    if (busy.current || pending.current.size === 0) return
    busy.current = true
    setState('saving')
    const chunk = [...pending.current].slice(0, CHUNK)
    for (const [id] of chunk) pending.current.delete(id)
    const result = await saveInvestigationsAction({
      batchId,
      rows: chunk.map(([applicationId, p]) => ({ applicationId, ...p })),
    }).catch(() => null)
    busy.current = false
    if (!result) {
      // no answer: keep the changes and try again when the person goes on
      for (const [id, p] of chunk) pending.current.set(id, { ...p, ...pending.current.get(id) })
      setState('failed')
      return
    }
    if (!result.ok) {
      setError(result.error)
      setProblems((known) => ({
        ...known,
        ...Object.fromEntries(
          result.error.fields.flatMap((f) => {
            const [, index = '', section = '', key = ''] = f.path.split('.')
            const id = chunk[Number(index)]?.[0]
            const name = section === 'values' ? 'value' : section
            return id ? [[`${id}:${name}.${key}`, { code: f.code, params: f.params ?? {} }]] : []
          }),
        ),
      }))
      setState('failed')
      return
    }
    setError(null)
    const { saved } = result.value
    latest.current = latest.current.map((row) => {
      const s = saved.find((x) => x.applicationId === row.id)
      if (!s) return row
      const newer = pending.current.get(row.id)?.values ?? {}
      const values: Record<string, string> = { ...(s.values as Record<string, string>) }
      for (const [code, value] of Object.entries(newer)) {
        if (value === null) delete values[code]
        else values[code] = value
      }
      return { ...row, values, sources: s.sources as SheetView['sources'] }
    })
    setRows(latest.current)
    if (pending.current.size > 0) await flushRef.current()
    else setState('saved')
  }, [batchId])
  useEffect(() => {
    flushRef.current = flush
  }, [flush])

  const queue = useCallback((id: string, change: Pending) => {
    const before = pending.current.get(id) ?? {}
    pending.current.set(id, {
      ...before,
      ...change,
      values: { ...before.values, ...change.values },
      sources: { ...before.sources, ...change.sources },
      financials: { ...before.financials, ...change.financials },
      household: { ...before.household, ...change.household },
    })
    setState('dirty')
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void flushRef.current(), REST_MS)
  }, [])

  /** Values that were read well go in; one call for a whole paste. */
  const change = useCallback(
    (changes: Change[]) => {
      const next = new Map(latest.current.map((r) => [r.id, r]))
      for (const { id, field, value, kind } of changes) {
        const row = next.get(id)
        if (!row) continue
        const { view, send } = apply(row, field, value, kind)
        next.set(id, { ...view, rmSigned: false, evaluatorSigned: false })
        queue(id, send)
      }
      latest.current = latest.current.map((r) => next.get(r.id) ?? r)
      setRows(latest.current)
      setProblems((known) => {
        const next = { ...known }
        for (const { id, field } of changes) delete next[`${id}:${FIELD_ID(field)}`]
        return next
      })
    },
    [queue],
  )
  const setVetoes = useCallback(
    (id: string, vetoes: SheetView['vetoes']) => {
      latest.current = latest.current.map((r) =>
        r.id === id ? { ...r, vetoes, rmSigned: false, evaluatorSigned: false } : r,
      )
      setRows(latest.current)
      queue(id, { vetoes })
    },
    [queue],
  )
  const report = useCallback((id: string, field: SheetField, code: string, params: AppError['params']) => {
    setProblems((known) => ({ ...known, [`${id}:${FIELD_ID(field)}`]: { code, params } }))
  }, [])

  return { rows, problems, state, error, change, report, setVetoes, flush }
}
export type Sheets = ReturnType<typeof useSheets>

function apply(row: SheetView, f: SheetField, value: string | null, kind?: string): { view: SheetView; send: Pending } {
  switch (f.section) {
    case 'visit':
      return { view: { ...row, [f.key]: value }, send: { [f.key]: value } }
    case 'value': {
      const values = { ...row.values }
      if (value === null) delete values[f.key]
      else values[f.key] = value
      const had = row.sources[f.key]?.by === 'PERSON' ? row.sources[f.key]?.kinds : undefined
      const kinds = kind ? [kind] : (had ?? [])
      const sources = { ...row.sources, [f.key]: { kinds, by: 'PERSON' } }
      return {
        view: { ...row, values, sources },
        send: {
          values: { [f.key]: value },
          ...(value !== null && kinds.length ? { sources: { [f.key]: { kinds } } } : {}),
        },
      }
    }
    case 'financials':
      return {
        view: { ...row, financials: without(row.financials, f.key, value) },
        send: { financials: { [f.key]: value } },
      }
    case 'turnover': {
      const before = (row.financials.turnoverSources ?? {}) as Record<string, unknown>
      const turnoverSources = without(before, f.key, value)
      return {
        view: { ...row, financials: { ...row.financials, turnoverSources } },
        send: { financials: { turnoverSources } },
      }
    }
    case 'household':
      return {
        view: { ...row, household: without(row.household, f.key, value) as Record<string, string> },
        send: { household: { [f.key]: value } },
      }
  }
}

function without(from: Record<string, unknown>, key: string, value: string | null): Record<string, unknown> {
  const next = { ...from }
  if (value === null) delete next[key]
  else next[key] = value
  return next
}
