'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'

/** Finds an object by a part of its number or name; what is asked stands in the address. */
export function ObjectSearch({ q }: { q: string }) {
  const t = useTranslations('admin.trail')
  const router = useRouter()
  const [text, setText] = useState(q)
  return (
    <form
      className="mb-4 flex flex-wrap gap-2"
      onSubmit={(e) => {
        e.preventDefault()
        if (text.trim()) router.push(`/admin/audit/object?q=${encodeURIComponent(text.trim())}`)
      }}
    >
      <Input
        aria-label={t('search')}
        placeholder={t('search')}
        className="w-72"
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
      <Button type="submit">{t('find')}</Button>
    </form>
  )
}
