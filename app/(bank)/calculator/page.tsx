import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { CalculatorPage } from '@/components/servicing/calculator-page'
import { businessDateQuery } from '@/lib/admin/business-date'
import { currentActor } from '@/lib/platform/auth/current'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('servicing'))('calculator.title') }
}

export default async function Calculator({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[]>>
}) {
  const actor = await currentActor()
  const { date } = await businessDateQuery(actor, {})
  return <CalculatorPage actor={actor} query={await searchParams} today={date.toString()} path="/calculator" />
}
