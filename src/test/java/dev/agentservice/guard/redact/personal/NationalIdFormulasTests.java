package dev.agentservice.guard.redact.personal;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where check digits take another way, and dates end. The numbers are made up from the
 * published formulas and are nobody's that we know of.
 */
class NationalIdFormulasTests {

	@ParameterizedTest
	@CsvSource({ "UK_NHS, 4868465260", "PT_NIF, 240257120", "PT_NIF, 235597880", "PT_NIF, 272258059",
			"JP_MY_NUMBER, 527765111550", "JP_MY_NUMBER, 655223270570", "JP_MY_NUMBER, 027334157909",
			"BR_CNPJ, 39881171113306", "BR_CNPJ, 09441838236806", "BR_CNPJ, 08111758402096", "BR_CNPJ, 73669945983860",
			"BR_CNPJ, 47923271259160", "BR_CNPJ, 48569540165469", "KR_RRN, 8501013260391", "KR_RRN, 8501018696780",
			"KR_RRN, 8501016242425", "FR_NIR, 185052A12345633", "FR_NIR, 185052B12345660", "FR_NIR, 185057512345673",
			"BE_NRN, 85073003328", "BE_NRN, 01073003339", "IE_PPS, 1234567T", "IE_PPS, 1234567TW", "IE_PPS, 1234567OB",
			"SG_NRIC, T1234567J", "SG_NRIC, F1234567N", "SG_NRIC, G1234567X", "BR_CPF, 24910931201",
			"BR_CPF, 08273041450", "TR_KIMLIK, 91874146314", "TR_KIMLIK, 19060100186", "ES_NIE, Y1234567X",
			"ES_NIE, Z1234567R", "MX_CURP, BADD110313HCMLNS06", "MX_CURP, ABCD850101HDFABC10",
			"CN_RESIDENT, 11010519491293991X", "NL_BSN, 206422283", "IT_CODICE_FISCALE, BNCLRA90A41H501F",
			"CA_SIN, 111707238", "UK_NINO, AB123456C" })
	void aCheckDigitIsRightWhicheverWayItIsMade(NationalId kind, String id) {
		assertThat(kind.isRight(id)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "UK_NHS, 9733742520", "PT_NIF, 240257121", "JP_MY_NUMBER, 655223270571", "BR_CNPJ, 09441838236816",
			"KR_RRN, 8501018696781", "FR_NIR, 185052B12345633", "BE_NRN, 01073003338", "IE_PPS, 1234567TA",
			"SG_NRIC, S1234567J", "SG_NRIC, F1234567D", "ES_NIE, X1234567R", "MX_CURP, ABCD850101HDFABC11",
			"NL_BSN, 000000000", "PL_PESEL, 00000000000", "BR_CPF, 11111111111", "UK_NINO, BG123456C",
			"UK_NINO, ZZ123456C", "US_SSN, 900123456" })
	void aWrongOneIsNoticedAndSoIsWhatNobodyIsGiven(NationalId kind, String id) {
		assertThat(kind.isRight(id)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "SE_PERSONNUMMER, 8501012283, true", "SE_PERSONNUMMER, 8501310935, true",
			"SE_PERSONNUMMER, 8501619079, true", "SE_PERSONNUMMER, 8501913530, true",
			"SE_PERSONNUMMER, 8512010474, true", "SE_PERSONNUMMER, 198512010474, true",
			"SE_PERSONNUMMER, 8501004892, false", "SE_PERSONNUMMER, 8501321569, false",
			"SE_PERSONNUMMER, 8501608296, false", "SE_PERSONNUMMER, 8501921681, false",
			"SE_PERSONNUMMER, 8500011245, false", "SE_PERSONNUMMER, 8513010895, false", "FI_HETU, 010185308A, true",
			"FI_HETU, 010185A308A, true", "FI_HETU, 311285308J, true", "FI_HETU, 3212853086, false",
			"FI_HETU, 001285308J, false", "FI_HETU, 010085308H, false", "FI_HETU, 0113853080, false",
			"ZA_ID, 8001013673041, true", "ZA_ID, 8012319349194, true", "ZA_ID, 8012012591290, true",
			"ZA_ID, 8012011020333, false", "ZA_ID, 8001006695050, false", "ZA_ID, 8001328552070, false",
			"ZA_ID, 8000013754017, false", "ZA_ID, 8013015752038, false", "AT_SVNR, 1018010180, true",
			"AT_SVNR, 1009311280, true", "AT_SVNR, 1008001280, false", "AT_SVNR, 1006321280, false",
			"AT_SVNR, 1008010080, false", "AT_SVNR, 1007011380, false" })
	void aDateOfBirthIsOneThatThereIs(NationalId kind, String id, boolean right) {
		assertThat(kind.isRight(id)).isEqualTo(right);
	}

}
