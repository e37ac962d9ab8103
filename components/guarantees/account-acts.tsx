'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import type { Option } from '@/components/ui/choice'
import { DateField } from '@/components/ui/date-field'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { MoneyField } from '@/components/ui/money-field'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import {
  freezeMarginAction,
  liftFreezeAction,
  openAccountAction,
  requestInterestAction,
  requestReleaseAction,
  requestReversalAction,
} from '@/lib/guarantees/actions'
import { ACCOUNT_TYPES } from '@/lib/guarantees/rules/movements'

const useDone = () => {
  const t = useTranslations('guarantees.account')
  const router = useRouter()
  return (key: 'requested' | 'done') => {
    toast.ok(t(key))
    router.refresh()
  }
}

export function OpenAccount({ markets, parties }: { markets: Option[]; parties: Option[] }) {
  const t = useTranslations('guarantees.account')
  const done = useDone()
  const id = useId()
  const [type, setType] = useState<string>('ASSIST_FUND')
  const [marketId, setMarket] = useState(markets[0]?.value ?? '')
  const [partyId, setParty] = useState('')
  return (
    <ReasonDialog
      trigger={<Button tone="primary">{t('open')}</Button>}
      title={t('open')}
      description={t('openHint')}
      confirmLabel={t('open')}
      reason="none"
      action={() => openAccountAction({ type: type as 'ASSIST_FUND', marketId, ...(partyId ? { partyId } : {}) })}
      onDone={() => done('done')}
    >
      <div className="mt-3 grid gap-3">
        <FieldFrame id={`${id}t`} label={t('type')} required>
          <Select
            id={`${id}t`}
            value={type}
            onChange={setType}
            options={ACCOUNT_TYPES.map((value) => ({ value, label: t(`types.${value}`) }))}
          />
        </FieldFrame>
        <FieldFrame id={`${id}m`} label={t('market')} required>
          <Select id={`${id}m`} value={marketId} onChange={setMarket} options={markets} />
        </FieldFrame>
        <FieldFrame id={`${id}p`} label={t('party')}>
          <Select
            id={`${id}p`}
            value={partyId}
            onChange={setParty}
            options={[{ value: '', label: t('noParty') }, ...parties]}
          />
        </FieldFrame>
      </div>
    </ReasonDialog>
  )
}

export function InterestAct({ accountId, today }: { accountId: string; today: string }) {
  const t = useTranslations('guarantees.account')
  const done = useDone()
  const id = useId()
  const [upTo, setUpTo] = useState(today)
  return (
    <ReasonDialog
      trigger={<Button>{t('interest')}</Button>}
      title={t('interest')}
      description={t('interestHint')}
      confirmLabel={t('request')}
      reason="none"
      action={() => requestInterestAction({ accountId, upTo })}
      onDone={() => done('requested')}
    >
      <FieldFrame id={`${id}d`} label={t('upTo')} required>
        <DateField id={`${id}d`} value={upTo} max={today} onChange={setUpTo} />
      </FieldFrame>
    </ReasonDialog>
  )
}

export function ReleaseAct({ subLedgerId }: { subLedgerId: string }) {
  const t = useTranslations('guarantees.account')
  const done = useDone()
  return (
    <ReasonDialog
      trigger={<Button>{t('release')}</Button>}
      title={t('release')}
      description={t('releaseHint')}
      confirmLabel={t('request')}
      reason="none"
      action={() => requestReleaseAction({ subLedgerId })}
      onDone={() => done('requested')}
    />
  )
}

export function ReverseAct({ movementId }: { movementId: string }) {
  const t = useTranslations('guarantees.account')
  const done = useDone()
  return (
    <ReasonDialog
      trigger={<Button size="sm">{t('reverse')}</Button>}
      title={t('reverse')}
      description={t('reverseHint')}
      confirmLabel={t('request')}
      tone="danger"
      action={(reason) => requestReversalAction({ movementId, reason })}
      onDone={() => done('requested')}
    />
  )
}

export function FreezeAct({ subLedgerId }: { subLedgerId: string }) {
  const t = useTranslations('guarantees.account')
  const done = useDone()
  const id = useId()
  const [amount, setAmount] = useState('')
  const [authority, setAuthority] = useState('')
  const [documentNo, setDocument] = useState('')
  return (
    <ReasonDialog
      trigger={<Button tone="danger-quiet">{t('freeze')}</Button>}
      title={t('freeze')}
      description={t('freezeHint')}
      confirmLabel={t('freeze')}
      tone="danger"
      reason="none"
      action={() => freezeMarginAction({ subLedgerId, amount, authority, documentNo })}
      onDone={() => done('done')}
    >
      <div className="mt-3 grid gap-3">
        <FieldFrame id={`${id}a`} label={t('amount')} required>
          <MoneyField id={`${id}a`} value={amount} onChange={setAmount} />
        </FieldFrame>
        <FieldFrame id={`${id}c`} label={t('authority')} required>
          <Input id={`${id}c`} value={authority} onChange={(e) => setAuthority(e.currentTarget.value)} />
        </FieldFrame>
        <FieldFrame id={`${id}n`} label={t('documentNo')} required>
          <Input id={`${id}n`} value={documentNo} onChange={(e) => setDocument(e.currentTarget.value)} />
        </FieldFrame>
      </div>
    </ReasonDialog>
  )
}

export function LiftAct({ freezeId }: { freezeId: string }) {
  const t = useTranslations('guarantees.account')
  const done = useDone()
  return (
    <ReasonDialog
      trigger={<Button size="sm">{t('lift')}</Button>}
      title={t('lift')}
      confirmLabel={t('lift')}
      reasonLabel={t('documentNo')}
      action={(documentNo) => liftFreezeAction({ freezeId, documentNo })}
      onDone={() => done('done')}
    />
  )
}
