package dev.agentservice.endtoend;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.simulator.usage.Bill;
import dev.agentservice.simulator.usage.Billing;

import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.ClassPathResource;

/**
 * What the simulated providers' bills come to at the shipped prices. Its arithmetic is
 * its own, so that it can prove the service's wrong.
 */
public final class PriceList {

	/** USD per million tokens is as many thousand nano-USD per token. */
	private static final BigDecimal NANO_PER_TOKEN = new BigDecimal(1000);

	private final Map<?, ?> prices;

	private PriceList(Map<?, ?> prices) {
		this.prices = prices;
	}

	/** Reads {@code prices.yaml}. */
	public static PriceList shipped() {
		YamlMapFactoryBean yaml = new YamlMapFactoryBean();
		yaml.setResources(new ClassPathResource("prices.yaml"));
		return new PriceList(section(Objects.requireNonNull(yaml.getObject()), "prices"));
	}

	/**
	 * What everything billed costs, in nano-USD, rounded up once. The service rounds each
	 * call up, so its sum is larger by less than one nano-USD for each call.
	 */
	public long nanoUsd(Billing billing) {
		return billing.byModel()
			.entrySet()
			.stream()
			.map((model) -> exactly(model.getKey(), model.getValue()))
			.reduce(BigDecimal.ZERO, BigDecimal::add)
			.setScale(0, RoundingMode.CEILING)
			.longValueExact();
	}

	private BigDecimal exactly(String model, Bill bill) {
		long plain = bill.inputTokens() - bill.cachedInputTokens() - bill.cacheWriteTokens();
		return cost(model, "input", plain).add(cost(model, "cached_input", bill.cachedInputTokens()))
			.add(cost(model, "cache_write", bill.cacheWriteTokens()))
			.add(cost(model, "output", bill.outputTokens()));
	}

	private BigDecimal cost(String model, String kind, long tokens) {
		Object usd = Objects.requireNonNull(section(this.prices, model).get(kind), kind);
		return new BigDecimal(usd.toString()).multiply(NANO_PER_TOKEN).multiply(BigDecimal.valueOf(tokens));
	}

	private static Map<?, ?> section(Map<?, ?> document, String name) {
		return (Map<?, ?>) Objects.requireNonNull(document.get(name), name);
	}

}
