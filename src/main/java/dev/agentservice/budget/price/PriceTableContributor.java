package dev.agentservice.budget.price;

import java.util.Map;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Shows in {@code /actuator/info} how old the prices are.
 */
public record PriceTableContributor(PriceTable prices) implements InfoContributor {

	@Override
	public void contribute(Info.Builder info) {
		info.withDetail("prices", Map.of("as_of", this.prices.asOf().toString(), "models", this.prices.size()));
	}

}
