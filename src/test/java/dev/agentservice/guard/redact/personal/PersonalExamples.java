package dev.agentservice.guard.redact.personal;

import java.util.Random;
import java.util.stream.Stream;

import dev.agentservice.guard.redact.credential.CredentialFormats;
import org.junit.jupiter.params.provider.Arguments;

import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Numbers that belong to nobody.
 */
public final class PersonalExamples {

	private PersonalExamples() {
	}

	/**
	 * Kind, the words before it, and the number: one that authorities or encyclopaedias
	 * print.
	 */
	public static Stream<Arguments> nationalIds() {
		return Stream.of(arguments(NationalId.US_SSN, "no. ", "219-09-9999"),
				arguments(NationalId.US_SSN_UNGROUPED, "SSN: ", "219099999"),
				arguments(NationalId.US_ITIN, "no. ", "912-70-1234"),
				arguments(NationalId.CA_SIN, "my SIN is ", "130 692 544"),
				arguments(NationalId.UK_NINO, "no. ", "AB 12 34 56 C"),
				arguments(NationalId.UK_NHS, "NHS number ", "943 476 5919"),
				arguments(NationalId.IE_PPS, "PPS no. ", "1234567FA"),
				arguments(NationalId.DE_TAX_ID, "Steuer-ID: ", "86 095 742 719"),
				arguments(NationalId.AT_SVNR, "SVNR ", "1237 010180"),
				arguments(NationalId.CH_AHV, "no. ", "756.9217.0769.85"),
				arguments(NationalId.FR_NIR, "no. ", "2 55 08 14 168 025 38"),
				arguments(NationalId.BE_NRN, "no. ", "85.07.30-033.28"),
				arguments(NationalId.BE_NRN_UNGROUPED, "rijksregisternummer ", "85073003328"),
				arguments(NationalId.NL_BSN, "BSN ", "111222333"), arguments(NationalId.ES_DNI, "no. ", "12345678Z"),
				arguments(NationalId.ES_NIE, "no. ", "X1234567L"), arguments(NationalId.PT_NIF, "NIF ", "123456789"),
				arguments(NationalId.IT_CODICE_FISCALE, "no. ", "RSSMRA85T10A562S"),
				arguments(NationalId.PL_PESEL, "PESEL ", "44051401359"),
				arguments(NationalId.SE_PERSONNUMMER, "no. ", "811228-9874"),
				arguments(NationalId.FI_HETU, "no. ", "131052-308T"),
				arguments(NationalId.NO_FNR, "f\u00f8dselsnummer ", "01010750160"),
				arguments(NationalId.DK_CPR, "CPR ", "070761-4285"),
				arguments(NationalId.TR_KIMLIK, "TC kimlik no ", "10000000146"),
				arguments(NationalId.ZA_ID, "ID number ", "8001015009087"),
				arguments(NationalId.BR_CPF, "no. ", "529.982.247-25"),
				arguments(NationalId.BR_CPF_UNGROUPED, "CPF ", "52998224725"),
				arguments(NationalId.BR_CNPJ, "no. ", "11.222.333/0001-81"),
				arguments(NationalId.MX_CURP, "no. ", "HEGG560427MVZRRL04"),
				arguments(NationalId.IN_AADHAAR, "Aadhaar ", "2341 2341 2346"),
				arguments(NationalId.CN_RESIDENT, "no. ", "11010519491231002X"),
				arguments(NationalId.KR_RRN, "no. ", "830422-1185601"),
				arguments(NationalId.JP_MY_NUMBER, "My Number: ", "1234 5678 9018"),
				arguments(NationalId.SG_NRIC, "no. ", "S1234567D"),
				arguments(NationalId.AU_TFN, "TFN ", "123 456 782"));
	}

	/** A payment card's number that begins so and has a right check digit. */
	public static String card(String prefix, int length, Random random) {
		String digits = prefix + CredentialFormats.generate("[0-9]{" + (length - prefix.length() - 1) + "}", random);
		for (char check = '0'; check <= '9'; check++) {
			if (Checksums.luhn(digits + check)) {
				return digits + check;
			}
		}
		throw new AssertionError("one of ten digits is right");
	}

}
