package dev.agentservice.budget.price;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.Resource;

/**
 * The price of every model: {@code prices.yaml}, and on top of it what the configuration
 * overrides. Models are named {@code provider/model}.
 */
public final class PriceTable {

	private final LocalDate asOf;

	private final Map<String, Price> prices;

	private PriceTable(LocalDate asOf, Map<String, Price> prices) {
		this.asOf = asOf;
		this.prices = Map.copyOf(prices);
	}

	/**
	 * Loads a table.
	 * @param file the table that comes with the release
	 * @param overrides prices that replace or complete it, by model
	 * @return the table
	 * @throws IllegalArgumentException naming the model and the number that is wrong
	 */
	public static PriceTable load(Resource file, Map<String, Price> overrides) {
		YamlMapFactoryBean yaml = new YamlMapFactoryBean();
		yaml.setResources(file);
		Map<?, ?> document = Optional.ofNullable(yaml.getObject()).orElse(Map.of());
		Map<String, Price> prices = new LinkedHashMap<>();
		section(document).forEach((model, numbers) -> prices.put(String.valueOf(model), price(model, numbers)));
		prices.putAll(overrides);
		prices.keySet().forEach(PriceTable::checkName);
		return new PriceTable(LocalDate.parse(String.valueOf(document.get("as_of"))), prices);
	}

	/** The day the release's prices were collected. */
	public LocalDate asOf() {
		return this.asOf;
	}

	/** How many models have a price. */
	public int size() {
		return this.prices.size();
	}

	/** Whether calls of a model can be priced. */
	public boolean prices(String model) {
		return this.prices.containsKey(model);
	}

	/**
	 * The price of a model.
	 * @param model {@code provider/model}
	 * @return its price
	 * @throws IllegalStateException if it has none; a model in use without a price stops
	 * the start
	 */
	public Price of(String model) {
		Price price = this.prices.get(model);
		if (price == null) {
			throw new IllegalStateException("No price for model '" + model + "': set agent-service.budget.prices.\"["
					+ model + "]\" (USD per million tokens)");
		}
		return price;
	}

	private static Map<?, ?> section(Map<?, ?> document) {
		if (document.get("prices") instanceof Map<?, ?> section) {
			return section;
		}
		throw new IllegalArgumentException("The price table has no section 'prices'");
	}

	private static Price price(@Nullable Object model, @Nullable Object numbers) {
		try {
			Map<?, ?> row = (numbers instanceof Map<?, ?> map) ? map : Map.of();
			return new Price(number(row, "input"), number(row, "cached_input"), number(row, "cache_write"),
					number(row, "output"));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("Price of model '" + model + "': " + ex.getMessage(), ex);
		}
	}

	private static BigDecimal number(Map<?, ?> row, String name) {
		Object value = row.get(name);
		if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
			return new BigDecimal(value.toString());
		}
		throw new IllegalArgumentException(name + " is " + ((value != null) ? value : "missing") + ", not a number");
	}

	private static void checkName(String model) {
		int slash = model.indexOf('/');
		if (slash < 1 || slash == model.length() - 1 || model.chars().anyMatch(Character::isWhitespace)) {
			throw new IllegalArgumentException("Price of model '" + model + "': write provider/model");
		}
	}

}
