/** Personal data as they may stand in a list: enough to tell people apart, not enough to use. */

/** An identity number: the first six and last four characters. */
export function maskIdNo(idNo: string | null): string | null {
  return idNo && idNo.length >= 15 ? `${idNo.slice(0, 6)}********${idNo.slice(-4)}` : idNo
}

/** A phone number: the first three and last four digits. */
export function maskPhone(phone: string | null): string | null {
  return phone && phone.length >= 8 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : phone
}
