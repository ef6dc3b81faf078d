package dev.agentservice.guard.redact;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** The numbers are examples that authorities and encyclopaedias print. */
class NationalIdTests {

	private static final Redactors REDACTORS = Redactors.of(RedactionPolicy.standard());

	static Stream<Arguments> examples() {
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

	@Test
	void everyKindHasAnExample() {
		assertThat(examples().map((example) -> example.get()[0]).distinct())
			.containsExactlyInAnyOrderElementsOf(Arrays.asList((Object[]) NationalId.values()));
	}

	@ParameterizedTest
	@MethodSource("examples")
	void aNationalIdIsTakenOutHoweverTheTextIsCut(NationalId kind, String before, String id) {
		assertThat(kind.isRight(NationalIdFormulas.plain(id))).isTrue();
		assertThat(REDACTORS.redact(before + id + ", she said").content())
			.isEqualTo(before + "[national_id], she said");
		Cuts.assertSameHoweverCut(REDACTORS, "Hers: " + before + id + ", she said");
	}

	@ParameterizedTest
	@MethodSource("examples")
	void mostWrongDigitsAreNoticed(NationalId kind, String before, String id) {
		String plain = NationalIdFormulas.plain(id);
		int wrong = 0;
		int noticed = 0;
		for (int i = 0; i < plain.length(); i++) {
			for (char digit = '0'; digit <= '9' && Fold.isDigit(plain.charAt(i)); digit++) {
				String changed = plain.substring(0, i) + digit + plain.substring(i + 1);
				wrong += changed.equals(plain) ? 0 : 1;
				noticed += kind.isRight(changed) ? 0 : 1;
			}
		}
		boolean unchecked = kind.name().toUpperCase(Locale.ROOT).matches("US_.*|UK_NINO|DK_CPR");
		assertThat(noticed).as(before).isGreaterThanOrEqualTo(unchecked ? 0 : wrong * 80 / 100);
	}

	@ParameterizedTest
	@MethodSource("examples")
	void aNationalIdInsideOfSomethingLongerIsNone(NationalId kind, String before, String id) {
		String text = kind.name() + "-a" + NationalIdFormulas.plain(id) + "b7";
		assertThat(REDACTORS.redact(before + text).content()).isEqualTo(before + text);
	}

}
