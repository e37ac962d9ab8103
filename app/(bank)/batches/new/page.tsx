import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NewBatch } from '@/components/intake/new-batch'
import { batchMarkets } from '@/lib/intake/operator-home'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('intake.upload'))('title') }
}

export default async function Page() {
  const markets = await orNotFound(batchMarkets(await currentActor(), {}))
  return <NewBatch markets={markets} listPath="/batches" deskPath="/batches/{id}/desk" />
}
