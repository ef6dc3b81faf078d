package dev.agentservice.guard.redact.personal;

import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Numbers that states give to persons (and Brazil's to companies). One whose form and
 * check digit many other numbers share counts only near a word that names it.
 *
 * @see <a href="https://en.wikipedia.org/wiki/National_identification_number">where the
 * forms and formulas are gathered, with the national sources</a>
 */
enum NationalId {

	/** No check digit, but areas, groups and serials that are never given (ssa.gov). */
	US_SSN(9, "[0-9]{3}-[0-9]{2}-[0-9]{4}", null, NationalIdFormulas::usSsn),

	US_SSN_UNGROUPED(9, "[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{4}", "\\bssn|social sec", NationalIdFormulas::usSsn),

	US_ITIN(9, "9[0-9]{2}-(?:5[0-9]|6[0-5]|7[0-9]|8[0-8]|9[0-24-9])-[0-9]{4}", null, (id) -> true),

	CA_SIN(9, "[1-79][0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{3}", "\\bsin\\b|social insurance", Checksums::luhn),

	/** No check digit, but prefixes that are never given (gov.uk, NIM39110). */
	UK_NINO(6, "[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]", null,
			NationalIdFormulas::ukNino),

	UK_NHS(10, "[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}", "\\bnhs\\b", NationalIdFormulas::ukNhs),

	IE_PPS(7, "[0-9]{7}[A-W][A-IW]?", "\\bpps", NationalIdFormulas::iePps),

	DE_TAX_ID(11, "[1-9][0-9](?: ?[0-9]{3}){3}", "steuer|\\bidnr|tax id|\\btin\\b", Checksums::mod11and10),

	AT_SVNR(10, "[1-9][0-9]{3} ?[0-9]{6}", "svnr|sozialversicherung", NationalIdFormulas::atSvnr),

	CH_AHV(13, "756\\.?[0-9]{4}\\.?[0-9]{4}\\.?[0-9]{2}", null, NationalIdFormulas::ean13),

	FR_NIR(13, "[12] ?[0-9]{2} ?(?:0[1-9]|1[0-2]|[2-9][0-9]) ?(?:[0-9]{2}|2[AB]) ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}", null,
			NationalIdFormulas::frNir),

	BE_NRN(11, "[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}-[0-9]{3}\\.[0-9]{2}", null, NationalIdFormulas::beNrn),

	BE_NRN_UNGROUPED(11, "[0-9]{11}", "rijksregister|registre national|\\bnrn\\b", NationalIdFormulas::beNrn),

	NL_BSN(9, "[0-9]{9}", "\\bbsn|burgerservice|sofinummer", NationalIdFormulas::nlBsn),

	ES_DNI(8, "[0-9]{8}[ -]?[A-HJ-NP-TV-Z]", null, NationalIdFormulas::esDni),

	ES_NIE(7, "[XYZ][ -]?[0-9]{7}[ -]?[A-HJ-NP-TV-Z]", null, NationalIdFormulas::esDni),

	PT_NIF(9, "[1-35689][0-9]{2} ?[0-9]{3} ?[0-9]{3}", "\\bnif\\b|contribuinte", NationalIdFormulas::ptNif),

	IT_CODICE_FISCALE(1, "[A-Z]{6}[0-9L-NP-V]{2}[A-EHLMPRST][0-9L-NP-V]{2}[A-Z][0-9L-NP-V]{3}[A-Z]", null,
			NationalIdFormulas::itCodiceFiscale),

	PL_PESEL(11, "[0-9]{11}", "pesel", NationalIdFormulas::plPesel),

	SE_PERSONNUMMER(10, "(?:19|20)?[0-9]{6}[-+][0-9]{4}", null, NationalIdFormulas::sePersonnummer),

	FI_HETU(9, "[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-FHJ-NPR-Y]", null, NationalIdFormulas::fiHetu),

	NO_FNR(11, "[0-9]{6} ?[0-9]{5}", "f\\x{f8}dselsnummer|fodselsnummer|\\bfnr|personnummer",
			NationalIdFormulas::noFnr),

	/** Has had no check digit since 2007 (cpr.dk). */
	DK_CPR(10, "(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}-?[0-9]{4}", "\\bcpr", (id) -> true),

	TR_KIMLIK(11, "[1-9][0-9]{10}", "kimlik|\\btckn|\\bt\\.?c\\.? no", NationalIdFormulas::trKimlik),

	ZA_ID(13, "[0-9]{6} ?[0-9]{4} ?[0-9]{3}", "\\bid\\b|identity", NationalIdFormulas::zaId),

	BR_CPF(11, "[0-9]{3}\\.[0-9]{3}\\.[0-9]{3}-[0-9]{2}", null, NationalIdFormulas::brCpf),

	BR_CPF_UNGROUPED(11, "[0-9]{11}", "\\bcpf\\b", NationalIdFormulas::brCpf),

	BR_CNPJ(14, "[0-9]{2}\\.[0-9]{3}\\.[0-9]{3}/[0-9]{4}-[0-9]{2}", null, NationalIdFormulas::brCnpj),

	MX_CURP(7, "[A-Z]{4}[0-9]{6}[HMX][A-Z]{5}[0-9A-Z][0-9]", null, NationalIdFormulas::mxCurp),

	IN_AADHAAR(12, "[2-9][0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{4}", "aadhaar|aadhar|uidai", Checksums::verhoeff),

	CN_RESIDENT(17, "[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]", null,
			NationalIdFormulas::cnResident),

	KR_RRN(13, "[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-[1-8][0-9]{6}", null, NationalIdFormulas::krRrn),

	JP_MY_NUMBER(12, "[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}", "my ?number|\u30de\u30a4\u30ca\u30f3\u30d0\u30fc",
			NationalIdFormulas::jpMyNumber),

	SG_NRIC(7, "[STFG][0-9]{7}[A-Z]", null, NationalIdFormulas::sgNric),

	AU_TFN(9, "[0-9]{3} ?[0-9]{3} ?[0-9]{3}", "\\btfn|tax file", NationalIdFormulas::auTfn);

	private final int digits;

	private final Pattern form;

	private final @Nullable Pattern word;

	@SuppressWarnings("ImmutableEnumChecker") // all are references to methods without
												// state
	private final Predicate<String> formula;

	NationalId(int digits, String form, @Nullable String word, Predicate<String> formula) {
		this.digits = digits;
		this.form = Pattern.compile(form, Pattern.CASE_INSENSITIVE);
		this.word = (word != null) ? Pattern.compile(word) : null;
		this.formula = formula;
	}

	/** How many digits it has at least. */
	int digits() {
		return this.digits;
	}

	Pattern form() {
		return this.form;
	}

	/** Whether what stands before it, in lower case, leaves it possible. */
	boolean mayFollow(String before) {
		return this.word == null || this.word.matcher(before).find();
	}

	/**
	 * Whether the check digits are right.
	 * @param id letters, in upper case, and digits alone
	 */
	boolean isRight(String id) {
		return this.formula.test(id);
	}

}
