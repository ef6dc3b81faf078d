package dev.agentservice.guard.redact.personal;

import dev.agentservice.guard.redact.Redacted;
import dev.agentservice.guard.redact.Redactors;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One more or one less: how long values are, what stands beside them, and in which words.
 * The numbers are made up; their check digits are right.
 */
class PersonalFormsTests {

	private static final Redactors REDACTORS = Redactors.of(RedactionPolicy.standard());

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
			my card 501843400299 is                          => my card [payment_card] is
			my card 6200300770943822754 is                   => my card [payment_card] is
			62000279566358909                                => [payment_card]
			6011833935635548                                 => [payment_card]
			30561438591856                                   => [payment_card]
			3528367333354801                                 => [payment_card]
			370054908880296                                  => [payment_card]
			340021713286545                                  => [payment_card]
			2200220801807668                                 => [payment_card]
			5085946469494299                                 => [payment_card]
			12 4111 1111 1111 1111 34                        => 12 [payment_card] 34
			12345 4111111111111111 777                       => 12345 [payment_card] 777
			12 3782 822463 10005 34                          => 12 [payment_card] 34
			amex 12 3782 822463 10005 34                     => amex 12 [payment_card]
			12 4111 11111 111 1111 34                        => 12 [payment_card] 34
			4111-1111-1111-1111                              => [payment_card]
			4111 1111 1111 1111 4111 1111 1111 1111          => [payment_card] [payment_card]
			-4111111111111111                                => -[payment_card]
			my cards: 4111111111111111, a4111111111111111    => my cards: [payment_card], a[payment_card]""")
	void aCardIsFoundInItsGroupsAndByItsIssuersLength(String text, String left) {
		assertThat(REDACTORS.redact(text).content()).isEqualTo(left);
	}

	@ParameterizedTest
	@ValueSource(strings = { "code 501843400299 is", "my card 50184495252 is", "my card 62008896793175775134 is",
			"601104479002480", "3056083906395", "352800025935112", "37000937749429", "7000217093888662",
			"4000480600481", "card 0000 0000 0000 0000", "12 41111 111 1111 1111 34", "94111111111111111",
			"4111--1111-1111-1111", "a4111111111111111", "4111111111111111a", "4111111111111111-a",
			"a-4111111111111111" })
	void whatOnlyLooksLikeACardStays(String text) {
		Redacted<String> redacted = REDACTORS.redact(text);
		assertThat(redacted.content()).isEqualTo(text);
		assertThat(redacted.redactions()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
			2001:db8:0:0:0:0:0:1 x                           => [ip_address] x
			fe80:: x                                         => [ip_address] x
			ab1::2 x                                         => [ip_address] x
			a1b::2 x                                         => [ip_address] x
			::ffff:192.0.2.1 x                               => [ip_address] x
			64:ff9b::192.0.2.33 x                            => [ip_address] x
			64::192.0.2.33 x                                 => [ip_address] x
			2001:db8:1:2:3:4:5::                             => [ip_address]
			abc::d1                                          => [ip_address]
			/120.0.0.1                                       => /[ip_address]
			//120.0.0.1                                      => //[ip_address]
			255.255.255.254                                  => [ip_address]
			0.0.0.1                                          => [ip_address]
			version of host 10.2.0.1                         => version of host [ip_address]
			=-10.2.3.4                                       => =-[ip_address]
			=.10.2.3.4                                       => =.[ip_address]
			10.2.3.4-                                        => [ip_address]-
			10.2.3.4.                                        => [ip_address].
			10.2.3.4.a                                       => [ip_address].a
			10.2.3.4 10.2.3.5                                => [ip_address] [ip_address]""")
	void anAddressOfAComputerIsFoundUnlessItIsItsOwn(String text, String left) {
		assertThat(REDACTORS.redact(text).content()).isEqualTo(left);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2001:db8:0:0:0:0:1 x", "2001:db8:0:0:0:0:0:0:1 x", ":2001:db8:0:0:0:0:0:1 x",
			"2001:db8:0:0:0:0:0:1: x", "1:: x", "a::b x", "ab::2 x", "::1 x", "1234::2::3 x", "2001:db8::1: x",
			"x2001:db8::1", "_2001:db8::1", "2001:db8::g", "2001:db8::1_", "2001:db8:1:2:3:4:5:6::7",
			"2001:db8:1:2:3:4:5:6::", "abc::def", "Chrome/120.0.0.1", "127.0.0.2", "255.255.255.255",
			"host version 10.2.0.1", "a.10.2.3.4", "x-10.2.3.4", "10.2.3.4-a", "10.2.3.4.5", "10.2.3.4_", "_10.2.3.4",
			"10.2.3.4a", "10.2.3.256" })
	void whatOnlyLooksLikeAnAddressOfAComputerStays(String text) {
		Redacted<String> redacted = REDACTORS.redact(text);
		assertThat(redacted.content()).isEqualTo(text);
		assertThat(redacted.redactions()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
			NO9386011117947                                  => [iban]
			NO93-8601-1117-947                               => [iban]
			-NO9386011117947                                 => -[iban]
			NO9386011117947 BE68539007547034                 => [iban] [iban]
			NO9386011117947,BE68539007547034                 => [iban],[iban]
			MT84MALT011000012345MTLCAST001S                  => [iban]
			a@b.example,c@d.example                          => [email],[email]
			git@github.com                                   => [email]
			a%40b.example                                    => [email]""")
	void anAccountNumberAndAnAddressEndWhereTheyEnd(String text, String left) {
		assertThat(REDACTORS.redact(text).content()).isEqualTo(left);
	}

	@ParameterizedTest
	@ValueSource(strings = { "NO93  8601 1117 947", "NO93 8601--1117 947", "NO9386011117947a", "xNO9386011117947",
			"NO938601111794", "ZZ9386011117947", "NO9386011117948", "git@github.com:o", "a@b.png", "a@b" })
	void whatOnlyLooksLikeAnAccountNumberOrAnAddressStays(String text) {
		Redacted<String> redacted = REDACTORS.redact(text);
		assertThat(redacted.content()).isEqualTo(text);
		assertThat(redacted.redactions()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
			phone 555-1234                                   => phone [phone]
			phone 5551234                                    => phone [phone]
			phone 12345678901234567                          => phone [phone]
			+1 415 555 2671                                  => [phone]
			0049 30 901820                                   => [phone]
			555-1234 office                                  => [phone] office
			555-1234-office                                  => [phone]-office
			5551234-office                                   => [phone]-office
			my number is 415.555.2671                        => my number is [phone]
			(415) 555-2671 ext. 12                           => [phone]
			999-555-2671                                     => [phone]
			030/901820                                       => [phone]
			(030) 901820                                     => [phone]""")
	void aTelephoneNumberIsFoundByItsWordsOrItsShape(String text, String left) {
		assertThat(REDACTORS.redact(text).content()).isEqualTo(left);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "phone 555-123", "phone 555123", "phone 123456789012345678", "+49 1", "+1234567890123456789",
					"00 30 901820", "5551234 office", "ab-555-1234 office", "555-1234_ office", "2024-10-11 office",
					"2024-10-11 12 office", "call 11.10.2024", "415-555-2671x", "415-155-2671", "I am called Anna" })
	void whatOnlyLooksLikeATelephoneNumberStays(String text) {
		Redacted<String> redacted = REDACTORS.redact(text);
		assertThat(redacted.content()).isEqualTo(text);
		assertThat(redacted.redactions()).isEmpty();
	}

}
