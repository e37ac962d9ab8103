import { useLocale, useTranslations } from 'next-intl'
import { StatusBadge, type StatusKind } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { Explain } from '@/components/ui/explain'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { CivilDate } from '@/components/ui/when'
import type { securityFile } from '@/lib/collateral/queries'
import { formatLabelled } from '@/lib/platform/i18n/format'
import { ConfirmRegistration, ProposeRegistration, Revalue, Withdraw } from './charge-acts'

type Charge = Awaited<ReturnType<typeof securityFile>>['charges'][number]

const KIND: Record<string, StatusKind> = {
  RECORDED: 'draft',
  ADVANCE: 'active',
  REGISTERED: 'good',
  RELEASED: 'closed',
  WITHDRAWN: 'closed',
}

export function ChargeBadge({ state }: { state: string }) {
  const t = useTranslations('collateral.states')
  return <StatusBadge kind={KIND[state] ?? 'draft'}>{t(state as 'RECORDED')}</StatusBadge>
}

/** One charge: the asset, its ratio, what the registry says, and the act of whose turn it is. */
export function ChargeCard({
  c,
  today,
  mayRecord,
  mayRelease,
}: {
  c: Charge
  today: string
  mayRecord: boolean
  mayRelease: boolean
}) {
  const t = useTranslations('collateral')
  const locale = useLocale()
  const live = ['RECORDED', 'ADVANCE', 'REGISTERED'].includes(c.state)
  const free = c.proposal === null && mayRecord
  const immovable = ['PLANT', 'OFFICE', 'RENOVATION', 'CONSTRUCTION', 'HOUSE'].includes(c.kind)
  const registered = (no: string | null, on: Charge['registeredOn']) =>
    no && (
      <>
        {no} <CivilDate value={on} />
      </>
    )
  return (
    <Card
      title={formatLabelled(locale, t(`kinds.${c.kind}`), c.certificateNo)}
      description={c.description}
      actions={
        <>
          {c.mayConfirm && c.proposal && (
            <ConfirmRegistration
              chargeId={c.id}
              what={`${t(`acts.${c.proposal.act}`)} ${c.proposal.number} ${c.proposal.registry}`}
            />
          )}
          {free && c.state === 'RECORDED' && immovable && (
            <ProposeRegistration chargeId={c.id} act="ADVANCE" today={today} />
          )}
          {free && ['RECORDED', 'ADVANCE'].includes(c.state) && (
            <ProposeRegistration chargeId={c.id} act="REGISTER" today={today} />
          )}
          {free && mayRelease && ['ADVANCE', 'REGISTERED'].includes(c.state) && (
            <ProposeRegistration chargeId={c.id} act="RELEASE" today={today} />
          )}
          {live && mayRecord && <Revalue collateralId={c.collateralId} today={today} />}
          {free && c.state === 'RECORDED' && <Withdraw chargeId={c.id} />}
        </>
      }
    >
      <div className="space-y-3">
        {c.proposal && (
          <Notice tone="info">
            {t('waits', {
              name: c.proposedBy ?? '',
              act: t(`acts.${c.proposal.act}`),
              number: c.proposal.number,
              registry: c.proposal.registry,
            })}{' '}
            <TextLink href={`/api/v1/files/${c.proposal.fileId}`}>{t('fields.paper')}</TextLink>
          </Notice>
        )}
        <Descriptions
          columns={2}
          items={[
            { label: t('state'), value: <ChargeBadge state={c.state} /> },
            { label: t('fields.ownerName'), value: `${c.ownerName} ${c.ownerIdNo ?? ''}` },
            {
              label: t('fields.price'),
              value: c.priceFen === null ? null : <Money value={c.priceFen} />,
              figure: true,
            },
            { label: t('fields.value'), value: <Money value={c.valueFen} />, figure: true },
            {
              label: t('cap'),
              value: c.cap && (
                <Explain trace={c.cap.trace}>
                  <Money value={c.cap.value} />
                </Explain>
              ),
              figure: true,
            },
            { label: t('fields.secured'), value: <Money value={c.securedFen} />, figure: true },
            {
              label: t('onAsset'),
              value: c.onAssetFen === null ? null : <Money value={c.onAssetFen} />,
              figure: true,
            },
            { label: t('fields.appraisedOn'), value: <CivilDate value={c.appraisedOn} /> },
            { label: t('numbers.ADVANCE'), value: registered(c.advanceNo, c.advanceOn) },
            { label: t('numbers.REGISTER'), value: registered(c.registerNo, c.registeredOn) },
            { label: t('fields.registry'), value: c.registry },
            { label: t('releasedOn'), value: <CivilDate value={c.releasedOn} /> },
            ...(c.reuseNote ? [{ label: t('fields.reuseNote'), value: c.reuseNote, span: 'full' as const }] : []),
          ]}
        />
        <ul className="space-y-1 text-sm" aria-label={t('valuations')}>
          {c.valuations.map((v) => (
            <li key={v.id} className="flex flex-wrap gap-x-3">
              <CivilDate value={v.appraisedOn} />
              <Money value={v.valueFen} />
              <span className="text-ink-2">{v.appraiser}</span>
              <TextLink href={`/api/v1/files/${v.fileId}`}>{t('fields.report')}</TextLink>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  )
}
