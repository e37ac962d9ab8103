import { useTranslations } from 'next-intl'
import { ContractStateBadge } from '@/components/contracts/badges'
import { Badge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { Money, Percent } from '@/components/ui/money'
import { CivilDate } from '@/components/ui/when'
import type { conditionList } from '@/lib/disbursement/queries'

/** Approval, margin and contracts of one case: what the money rests on. */
export function CaseFacts({ a }: { a: Awaited<ReturnType<typeof conditionList>> }) {
  const t = useTranslations('disbursement.screen')
  const kinds = useTranslations('contracts.kinds')
  return (
    <Card title={t('case')}>
      <div className="space-y-3">
        <Descriptions
          columns={1}
          items={[
            { label: t('approved'), value: <Money value={a.approvedFen} />, figure: true },
            { label: t('rate'), value: <Percent value={a.approvedRatePpm} />, figure: true },
            { label: t('drawBy'), value: <CivilDate value={a.drawBy} /> },
            {
              label: t('margin'),
              value: a.margin ? (
                <span className="flex flex-wrap items-center gap-2">
                  <TextLink
                    href={`/margin/${a.margin.subLedgerId}`}
                  >{`${a.margin.accountNo}-${a.margin.subNo}`}</TextLink>
                  <span>
                    <Money value={a.margin.paidFen} suffix={false} /> / <Money value={a.margin.requiredFen} />
                  </span>
                  {a.margin.paidFen >= a.margin.requiredFen ? (
                    <Badge tone="ok">{t('marginPaid')}</Badge>
                  ) : (
                    <Badge tone="warn">{t('marginShort')}</Badge>
                  )}
                </span>
              ) : null,
            },
          ]}
        />
        <ul className="space-y-1 text-sm" aria-label={t('contracts')}>
          {a.contracts.map((c) => (
            <li key={c.id} className="flex flex-wrap items-center justify-between gap-2">
              <span>
                {kinds(c.kind as 'LOAN_CONTRACT')}{' '}
                {c.fileId && (
                  <a
                    className="text-accent underline underline-offset-3"
                    href={`/api/files/${c.fileId}`}
                    target="_blank"
                    rel="noreferrer"
                  >
                    {c.number}
                  </a>
                )}
              </span>
              <ContractStateBadge state={c.state} />
            </li>
          ))}
        </ul>
      </div>
    </Card>
  )
}
