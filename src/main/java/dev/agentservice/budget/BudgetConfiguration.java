package dev.agentservice.budget;

import java.time.Clock;

import dev.agentservice.budget.price.PriceTable;
import dev.agentservice.budget.price.PriceTableContributor;
import dev.agentservice.identity.Credentials;
import dev.agentservice.support.redis.RedisSettings;
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
	Books books(RedisStore store, BudgetProperties properties) {
		return new Books(store, properties, Clock.systemUTC(), Books.REDIS_TIME);
	}

	@Bean
	Limits budgetLimits(BudgetProperties properties, Credentials credentials) {
		return Limits.of(properties, credentials);
	}

	@Bean
	Budgets budgets(Books books, PriceTable prices, Limits limits, BudgetProperties properties, RedisSettings redis,
			MeterRegistry meters, Credentials credentials) {
		BudgetMetrics metrics = new BudgetMetrics(meters);
		metrics.ceilings(credentials.all());
		return new Budgets(books, prices, limits, properties.minimumOutputTokens(), redis.commandTimeout(), metrics);
	}

	@Bean
	UsageReports usageReports(Books books, Limits limits, BudgetProperties properties) {
		return new UsageReports(books, limits, properties.zone());
	}

	@Bean
	PriceTableContributor priceTableContributor(PriceTable prices) {
		return new PriceTableContributor(prices);
	}

}
