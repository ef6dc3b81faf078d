package dev.agentservice.budget.price;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PriceTableTests {

	private static final Price ONE = new Price(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE);

	@Test
	void theReleasePricesItsModels() {
		PriceTable table = release(Map.of());
		assertThat(table.asOf()).isEqualTo(LocalDate.parse("2026-11-23"));
		assertThat(table.of("anthropic/claude-haiku-4-5")).isEqualTo(
				new Price(new BigDecimal("1"), new BigDecimal("0.1"), new BigDecimal("1.25"), new BigDecimal("5")));
		assertThat(table.of("openai/gpt-4.1-nano").cachedInput()).isEqualByComparingTo("0.025");
		assertThat(table.of("openai/text-embedding-3-small").output()).isZero();
	}

	@Test
	void configurationReplacesAndCompletesTheTable() {
		PriceTable table = release(Map.of("openai/gpt-4o", ONE, "ollama/library/llama3", ONE));
		assertThat(table.of("openai/gpt-4o")).isEqualTo(ONE);
		assertThat(table.prices("ollama/library/llama3")).isTrue();
		assertThat(table.prices("openai/gpt-4o-mini")).isTrue();
	}

	@Test
	void aModelWithoutAPriceIsNamed() {
		PriceTable table = release(Map.of());
		assertThat(table.prices("openai/gpt-99")).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> table.of("openai/gpt-99"))
			.withMessage("No price for model 'openai/gpt-99': set agent-service.budget.prices.\"[openai/gpt-99]\""
					+ " (USD per million tokens)");
	}

	@ParameterizedTest
	@CsvSource({ "-1, 'input is -1, not from'", ".nan, 'input is NaN, not a number'",
			".inf, 'input is Infinity, not a number'", "cheap, 'input is cheap, not a number'",
			"~, 'input is missing, not a number'", "20000, 'input is 20000, not from'" })
	void aWrongNumberIsNamedWithItsModel(String number, String reason) {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> table("prices: {a/b: {input: " + number + ", cached_input: 0, cache_write: 0, output: 1}}"))
			.withMessageContaining("model 'a/b'")
			.withMessageContaining(reason);
	}

	@ParameterizedTest
	@CsvSource({ "cached_input", "cache_write", "output" })
	void aMissingNumberIsNamed(String name) {
		String row = "{input: 1, cached_input: 0, cache_write: 0, output: 1}".replaceAll(name + ": \\d(, )?", "");
		assertThatIllegalArgumentException().isThrownBy(() -> table("prices: {a/b: " + row + "}"))
			.withMessageContaining(name + " is missing");
	}

	@Test
	void aModelThatIsNoListOfNumbersIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> table("prices: {a/b: 3}"))
			.withMessageContaining("model 'a/b': input is missing");
	}

	@ParameterizedTest
	@CsvSource({ "gpt-4o", "/gpt-4o", "openai/", "openai/gpt 4o" })
	void aModelIsWrittenWithItsProvider(String model) {
		assertThatIllegalArgumentException().isThrownBy(() -> release(Map.of(model, ONE)))
			.withMessageContaining("'" + model + "': write provider/model");
	}

	@Test
	void aFileWithoutPricesIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> table("preise: {}"))
			.withMessageContaining("no section 'prices'");
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(
				() -> PriceTable.load(new ByteArrayResource("prices: {}".getBytes(StandardCharsets.UTF_8)), Map.of()));
	}

	private static PriceTable release(Map<String, Price> overrides) {
		return PriceTable.load(new ClassPathResource("prices.yaml"), overrides);
	}

	private static PriceTable table(String yaml) {
		return PriceTable
			.load(new ByteArrayResource(("as_of: \"2026-11-23\"\n" + yaml).getBytes(StandardCharsets.UTF_8)), Map.of());
	}

}
