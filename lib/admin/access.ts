/** Who administers a bank, and who may look over the administrators' shoulders. */
export const BANK_ADMIN = { roles: ['TENANT_ADMIN'] } as const
export const BANK_READERS = { roles: ['TENANT_ADMIN', 'AUDITOR'] } as const
