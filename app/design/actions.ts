'use server'
import { getTranslations } from 'next-intl/server'
import type { ComboOption } from '@/components/ui/combobox'
import type { PaletteGroup } from '@/components/ui/command-palette'
import type { BulkReport } from '@/components/ui/data-table/types'
import { type Result, refuse } from '@/lib/platform/errors'
import { formatMoney } from '@/lib/platform/i18n/format'
import { liveMode } from '@/lib/platform/mode'
import { SAMPLE_ROWS } from './sample-rows'

const refused = (
  code: string,
  ...more: [Record<string, string>?, { fields?: { path: string; code: string; params?: Record<string, string> }[] }?]
) => ({
  ok: false as const,
  error: refuse(code, more[0], more[1]).error,
})

/** Refuses the amount above half a million, so that a refusal on a field can be seen. */
export async function submitSample(values: { amount: string }): Promise<Result<{ id: string }>> {
  if (liveMode()) return refused('E_NOT_FOUND')
  if (Number(values.amount) > 500_000) {
    const params = { amount: formatMoney(values.amount), cap: '500,000.00' }
    return refused('E_AMOUNT_OVER_CAP:k2', params, {
      fields: [{ path: 'amount', code: 'E_AMOUNT_OVER_CAP:k2', params }],
    })
  }
  return { ok: true, value: { id: '001' } }
}

/** Takes the waiting rows and refuses the rest, row by row. */
export async function acceptSample(ids: string[]): Promise<Result<BulkReport>> {
  if (liveMode()) return refused('E_NOT_FOUND')
  const rows = SAMPLE_ROWS.filter((r) => ids.includes(r.id))
  return {
    ok: true,
    value: {
      done: rows.filter((r) => r.acceptable).length,
      refused: rows.filter((r) => !r.acceptable).map((r) => ({ id: r.id, name: r.name, code: 'E_STATE' })),
    },
  }
}

export async function doNothing(): Promise<Result<null>> {
  return { ok: true, value: null }
}

const find = (q: string) =>
  SAMPLE_ROWS.filter((r) => r.name.includes(q) || r.initials.startsWith(q.toLowerCase()) || r.stall.includes(q)).slice(
    0,
    8,
  )

export async function searchSample(query: string): Promise<PaletteGroup[]> {
  if (liveMode()) return []
  const t = await getTranslations('design.list')
  const items = find(query).map((r) => ({ id: r.id, label: r.name, hint: r.stall, kind: t('name'), href: '/design' }))
  return items.length > 0 ? [{ label: t('label'), items }] : []
}

export async function findMerchants(query: string): Promise<ComboOption[]> {
  if (liveMode()) return []
  return find(query).map((r) => ({ value: r.id, label: r.name, hint: r.stall }))
}

export async function signOutSample(): Promise<null> {
  return null
}
