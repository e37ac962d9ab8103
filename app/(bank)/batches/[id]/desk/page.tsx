import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PacketDesk } from '@/components/intake/packet-desk'
import { currentActor } from '@/lib/platform/auth/current'

type Props = {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('intake.desk'))('title') }
}

export default async function Page({ params, searchParams }: Props) {
  const [actor, { id }, search] = [await currentActor(), await params, await searchParams]
  return (
    <PacketDesk actor={actor} batchId={id} searchParams={search} path={`/batches/${id}/desk`} listPath="/batches" />
  )
}
