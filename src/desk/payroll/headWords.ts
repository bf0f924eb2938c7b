import type { PayrollField } from '../../core/payroll.js';
import { foldWords } from './fold.js';

/** How well a head names a field: by our own name, by a usual one, or with a usual word in it. */
export type HeadFit = 'own' | 'usual' | 'part' | 'none';

/** Whole heads, as people write them in the languages of payrolls that we know. */
const USUAL: Readonly<Record<PayrollField, string>> = {
  payee:
    'contractor|contractor name|contractor id|contractor ref|contractor reference|vendor|vendor name|supplier|supplier name|recipient|recipient name|beneficiary|beneficiary name|payee name|payee id|payee reference|freelancer|employee|employee name|worker|consultant|full name|name|payed to|paid to|pay to|empfanger|empfangerin|zahlungsempfanger|name des empfangers|auftragnehmer|dienstleister|mitarbeiter|lieferant|beneficiario|destinatario|proveedor|contratista|nombre|beneficiaire|destinataire|prestataire|fournisseur|nom|fornitore|collaboratore|nome|favorecido|prestador|fornecedor|begunstigde|ontvanger|leverancier|naam',
  wallet:
    'wallet address|address|crypto address|crypto wallet|payout address|payment address|recipient address|recipient wallet|receiving address|destination address|deposit address|to address|to|receiver|public address|blockchain address|adresse|wallet adresse|walletadresse|zieladresse|empfangeradresse|direccion|direccion wallet|direccion de wallet|billetera|cartera|monedero|adresse wallet|portefeuille|portafoglio|indirizzo|indirizzo wallet|endereco|carteira|portemonnee|adres',
  chain:
    'network|blockchain|chain name|network name|payout network|netzwerk|red|cadena|reseau|chaine|rete|rede|netwerk',
  asset:
    'currency|token|coin|crypto|cryptocurrency|token symbol|symbol|payment currency|payout currency|ccy|wahrung|munze|kryptowahrung|moneda|divisa|criptomoneda|devise|monnaie|jeton|valuta|moneta|moeda|munt',
  amount:
    'net pay|net amount|net|pay|payment|payment amount|payout|payout amount|sum|total|total amount|total due|amount due|value|quantity|qty|salary|betrag|nettobetrag|auszahlung|auszahlungsbetrag|zahlbetrag|summe|lohn|gehalt|honorar|importe|monto|cantidad|neto|importe neto|pago|montant|montant net|net a payer|somme|importo|importo netto|valor|quantia|bedrag|netto',
  invoice:
    'invoice number|invoice no|invoice nr|invoice id|invoice ref|invoice reference|inv|inv no|inv nr|bill|bill number|reference|ref|payment reference|memo|rechnung|rechnungsnummer|rechnungsnr|rechnung nr|rechnungs nr|beleg|belegnummer|referenz|verwendungszweck|factura|numero de factura|n factura|no factura|nro factura|referencia|facture|numero de facture|n facture|no facture|fattura|numero fattura|riferimento|fatura|nota fiscal|factuur|factuurnummer|referentie',
};

/** Words that tell a field in a longer head, such as "Contractor wallet (USDC)". */
const PARTS: Readonly<Record<PayrollField, string>> = {
  payee:
    'payee contractor vendor supplier recipient beneficiary freelancer employee empfanger auftragnehmer beneficiario destinatario proveedor contratista beneficiaire destinataire prestataire fournisseur',
  wallet: 'wallet address adresse direccion billetera indirizzo endereco carteira',
  chain: 'chain network blockchain netzwerk reseau',
  asset: 'asset currency token coin wahrung moneda divisa devise valuta moeda',
  amount: 'amount betrag importe monto montant importo bedrag payout salary',
  invoice: 'invoice inv rechnung rechnungsnummer factura facture fattura fatura factuur',
};

const USUAL_KEYS = keysOf(USUAL, '|');
const PART_WORDS = keysOf(PARTS, ' ');

/** How well a head names a field. Units and notes in brackets do not count, such as "Amount (USDC)". */
export function headFit(head: string, field: PayrollField): HeadFit {
  const words = foldWords(head.replace(/\([^)]*\)|\[[^\]]*\]/g, ' '));
  const key = words.join(' ');
  if (key === field) return 'own';
  if (USUAL_KEYS[field].has(key)) return 'usual';
  return words.some((word) => PART_WORDS[field].has(word) || word === field) ? 'part' : 'none';
}

function keysOf(
  lists: Readonly<Record<PayrollField, string>>,
  separator: string,
): Readonly<Record<PayrollField, ReadonlySet<string>>> {
  const keys = (list: string): ReadonlySet<string> => new Set(list.split(separator));
  return {
    payee: keys(lists.payee),
    wallet: keys(lists.wallet),
    chain: keys(lists.chain),
    asset: keys(lists.asset),
    amount: keys(lists.amount),
    invoice: keys(lists.invoice),
  };
}
