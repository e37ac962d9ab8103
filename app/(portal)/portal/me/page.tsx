import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { MyAccount } from '@/components/admin/my-account'
import { currentActor } from '@/lib/platform/auth/current'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('me.title') }
}

export default async function Me() {
  return <MyAccount actor={await currentActor()} path="/portal/me" />
}
