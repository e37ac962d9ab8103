import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Seal } from './seal'

/** A page outside the frame: the mark of the house, and one thing in the middle. */
export function PlainPage({ children }: { children: ReactNode }) {
  const t = useTranslations('shell')
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="px-4 py-3">
        <Link href="/" className="inline-flex items-center gap-2.5 rounded-md">
          <Seal className="size-8" />
          <span className="font-serif text-xl font-bold tracking-widest">{t('product')}</span>
        </Link>
      </header>
      <main id="main" className="flex flex-1 flex-col items-center justify-center pb-[16dvh]">
        {children}
      </main>
    </div>
  )
}
