package dev.agentservice.budget.price;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.Resource;

/**
 * The prices of tools that run at providers: section {@code hosted} of
 * {@code prices.yaml}, and on top of it what the configuration overrides.
 */
public final class HostedPrices {

	private final Map<String, HostedPrice> prices;

	private HostedPrices(Map<String, HostedPrice> prices) {
		this.prices = Map.copyOf(prices);
	}

	/**
	 * Loads the prices.
	 * @param file the table that comes with the release
	 * @param overrides prices that replace or complete it, by {@code provider/tool}
	 * @throws IllegalArgumentException naming the tool and the number that is wrong
	 */
	public static HostedPrices load(Resource file, Map<String, HostedPrice> overrides) {
		YamlMapFactoryBean yaml = new YamlMapFactoryBean();
		yaml.setResources(file);
		Map<?, ?> document = Optional.ofNullable(yaml.getObject()).orElse(Map.of());
		Map<String, HostedPrice> prices = new TreeMap<>();
		map(document.get("hosted")).forEach((provider, tools) -> map(tools)
			.forEach((tool, row) -> prices.put(provider + "/" + tool, price(provider + "/" + tool, map(row)))));
		prices.putAll(overrides);
		return new HostedPrices(prices);
	}

	/**
	 * The price of a tool.
	 * @param tool {@code provider/tool}, and behind a dot the size of its container if
	 * that is not the smallest: {@code openai/code_interpreter.4g}
	 */
	public Optional<HostedPrice> of(String tool) {
		return Optional.ofNullable(this.prices.get(tool));
	}

	private static Map<?, ?> map(@Nullable Object value) {
		return (value instanceof Map<?, ?> map) ? map : Map.of();
	}

	private static HostedPrice price(String tool, Map<?, ?> row) {
		try {
			return new HostedPrice(number(row.get("call")), number(row.get("session")), number(row.get("hour")));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("Price of hosted tool '" + tool + "': " + ex.getMessage(), ex);
		}
	}

	private static @Nullable BigDecimal number(@Nullable Object value) {
		if (value == null) {
			return null;
		}
		if (value instanceof Number) {
			return new BigDecimal(value.toString());
		}
		throw new IllegalArgumentException(value + " is not a number");
	}

}
