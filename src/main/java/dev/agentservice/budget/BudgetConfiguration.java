package dev.agentservice.budget;

import java.time.Clock;

import dev.agentservice.budget.price.HostedPrices;
import dev.agentservice.budget.price.PriceTable;
import dev.agentservice.budget.price.PriceTableContributor;
import dev.agentservice.identity.Credentials;
import dev.agentservice.support.redis.RedisProperties;
import dev.agentservice.support.redis.RedisStore;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

/**
 * Wires the budget: the price table is checked at start, Redis is not needed before the
 * first call.
 */
@Configuration(proxyBeanMethods = false)
class BudgetConfiguration {

	@Bean
	PriceTable priceTable(BudgetProperties properties) {
		return PriceTable.load(new ClassPathResource("prices.yaml"), properties.prices());
	}

	@Bean
	HostedPrices hostedPrices(BudgetProperties properties) {
		return HostedPrices.load(new ClassPathResource("prices.yaml"), properties.hostedPrices());
	}

	@Bean
	BudgetScripts budgetScripts(RedisStore store, BudgetProperties properties) {
		return new BudgetScripts(store, properties, Clock.systemUTC(), BudgetScripts.REDIS_TIME);
	}

	@Bean
	Limits budgetLimits(BudgetProperties properties, Credentials credentials) {
		return Limits.of(properties, credentials);
	}

	@Bean
	Budgets budgets(BudgetScripts scripts, PriceTable prices, Limits limits, BudgetProperties properties,
			RedisProperties redis, MeterRegistry meters, Credentials credentials) {
		BudgetMetrics metrics = new BudgetMetrics(meters);
		metrics.ceilings(credentials.all());
		return new Budgets(scripts, prices, limits, properties.minimumOutputTokens(), redis.commandTimeout(), metrics);
	}

	@Bean
	UsageReports usageReports(BudgetScripts scripts, Limits limits, BudgetProperties properties) {
		return new UsageReports(scripts, limits, properties.zone());
	}

	@Bean
	PriceTableContributor priceTableContributor(PriceTable prices) {
		return new PriceTableContributor(prices);
	}

}
