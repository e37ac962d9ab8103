'use server'
import { headers } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { actorOrRefusal } from '@/lib/platform/auth/current'
import { Refusal } from '@/lib/platform/errors'
import { isSameOrigin } from '@/lib/platform/http/client'
import { findAnything } from './queries'

type Found = { label: string; items: { id: string; label: string; hint?: string; kind?: string; href: string }[] }

/** ⌘K asks here while somebody types; nothing fits, or nothing may be seen: no groups. */
export async function searchEverything(q: string): Promise<Found[]> {
  const who = await actorOrRefusal()
  if ('error' in who || !isSameOrigin(await headers())) return []
  try {
    const [t, found] = [await getTranslations('nav'), await findAnything(who.actor, { q })]
    const groups: Found[] = [
      {
        label: t('merchants'),
        items: found.merchants.map((m) => ({
          id: m.id,
          label: m.name,
          hint: [m.stallNo, m.uscc, m.market.name].filter(Boolean).join(' · '),
          href: `/merchants/${m.id}`,
        })),
      },
      {
        label: t('markets'),
        items: found.markets.map((m) => ({
          id: m.id,
          label: m.name,
          hint: `${m.code} · ${m.city}`,
          href: `/markets/${m.id}`,
        })),
      },
      {
        label: t('batches'),
        items: found.batches.map((b) => ({ id: b.id, label: b.code, hint: b.market.name, href: `/batches/${b.id}` })),
      },
    ]
    return groups.filter((g) => g.items.length > 0)
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}
