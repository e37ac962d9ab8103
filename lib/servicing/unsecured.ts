import { LIVE_CHARGES } from '@/lib/collateral/rules'
import { Prisma } from '@/lib/platform/tenant'

/**
 * Whether nothing and nobody stands behind a loan `l` (§8.4): no group, no guarantor by its mode, no charge in the register
 * and no registered asset of a park. Insurance and an assist fund pay for a loss; they secure no claim.
 */
export const UNSECURED = Prisma.sql`(l.group_id is null
  and not exists (select from application a join batch b on b.bank_id = a.bank_id and b.id = a.batch_id
    where a.bank_id = l.bank_id and a.id = l.application_id and b.mode in ('JG', 'GC'))
  and not exists (select from collateral_charge c where c.bank_id = l.bank_id and c.application_id = l.application_id
    and c.state = any (${[...LIVE_CHARGES]}::text[]))
  and not exists (select from park_asset p where p.bank_id = l.bank_id and p.application_id = l.application_id
    and p.state in ('ADVANCE_REGISTERED', 'MORTGAGED')))`
