'use client'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Checkbox } from '@/components/ui/choice'
import { DateField } from '@/components/ui/date-field'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'

/** Fields to be read off the document at the left. */
export function CheckSample() {
  const t = useTranslations('design.file')
  const id = useId()
  const [number, setNumber] = useState('330199000000017')
  const [until, setUntil] = useState('2027-03-14')
  const [agrees, setAgrees] = useState(false)
  return (
    <div className="space-y-4 lg:pl-1">
      <h3 className="font-semibold">{t('check')}</h3>
      <FieldFrame id={`${id}-n`} label={t('number')}>
        <Input id={`${id}-n`} value={number} onChange={(e) => setNumber(e.currentTarget.value)} />
      </FieldFrame>
      <FieldFrame id={`${id}-d`} label={t('valid')}>
        <DateField id={`${id}-d`} value={until} onChange={setUntil} />
      </FieldFrame>
      <Checkbox label={t('correct')} checked={agrees} onChange={setAgrees} />
    </div>
  )
}
