/* LC1 in C (README.md), one thread. The constants are defined by c_loop.py from story.py: K_* and the sizes. */
#include <math.h>
#include <stdint.h>

#define GOLDEN 0x9E3779B97F4A7C15ULL
#define ODD 0xD1342543DE82EF95ULL

typedef struct {
    double *habit, *satisfaction, *fatigue;
    int64_t *last_open, *looks, *favourite;
    const double *own, *watch_own, *buy_own, *sensitivity, *interest;
} People;

typedef struct {
    const int64_t *category;
    const double *list_price, *price;
    const int64_t *look, *popular, *by_category;
} Rooms;

typedef struct { int64_t opens, shown, visits, bounces, milliminutes, orders, spent_fen; } Totals;

static inline uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}
static inline uint64_t bits(uint64_t key, uint64_t decision, uint64_t alternative) {
    return mix(key + ((decision << 20) + alternative + 1) * GOLDEN);
}
static inline double uniform(uint64_t key, uint64_t decision) {
    return ((double)(int64_t)(bits(key, decision, 0) >> 12) + 0.5) * (1.0 / 4503599627370496.0);
}
static inline double logistic(double x) { return 1.0 / (1.0 + exp(-fmin(STEEPEST, fmax(-STEEPEST, x)))); }

static double normal_quantile(double u) {
    static const double a[] = A_QUANTILE, b[] = B_QUANTILE, c[] = C_QUANTILE, d[] = D_QUANTILE;
    double above, below, q = u - 0.5, r = q * q;
    if (u < 0.02425 || u > 1.0 - 0.02425) {
        q = sqrt(-2.0 * log(u < 0.5 ? u : 1.0 - u));
        above = c[0], below = d[0];
        for (int k = 1; k < 6; k++) above = above * q + c[k];
        for (int k = 1; k < 5; k++) below = below * q + d[k];
        return u < 0.5 ? above / below : -above / below;
    }
    above = a[0], below = b[0];
    for (int k = 1; k < 6; k++) above = above * r + a[k], below = below * r + b[k];
    return above * q / below;
}

/* The room that is entered, -1 for none. */
static int64_t choose(const People *p, int64_t i, const Rooms *rooms, uint64_t key, Totals *t) {
    double best = -log(uniform(key, CHOOSE)) / K_none_weight;
    const double *interest = p->interest + i * CATEGORIES;
    int64_t chosen = -1;
    for (int place = 0; place <= BOARD_PLACES; place++) {
        uint64_t z;
        int64_t host;
        if (place < BOARD_PLACES) {
            z = bits(key, BOARD, place);
            double u = ((double)(int64_t)(z >> 9 & 0xFFFF) + 0.5) * (1.0 / 65536.0);
            const int64_t *table = rooms->popular;
            if (u < K_relevance) {
                double wish = u / K_relevance * CATEGORIES;
                int category = 0;
                for (int c = 0; c < CATEGORIES - 1; c++) wish -= interest[c], category += wish >= 0.0;
                table = rooms->by_category + category * SLOTS;
            }
            host = table[z & (SLOTS - 1)];
        } else {
            host = p->favourite[i];
            if (host < 0) break;
            z = bits(key, BOARD, place);
        }
        t->shown++;
        double price = fmax(0.1, 1.0 + K_price_pull * p->sensitivity[i] * (K_usual_price - rooms->price[host]));
        double u = ((double)(int64_t)(z >> 25) + 0.5) * (1.0 / 549755813888.0);
        double score = -log(u) / (interest[rooms->category[host]] * price);
        if (score < best) best = score, chosen = host;
    }
    return chosen;
}

/* The engaged milli-minutes of a visit, 0 for a bounce. */
static int64_t visit(People *p, int64_t i, const Rooms *rooms, int64_t host, uint64_t key, double *fit, int *same,
                     Totals *t) {
    double match = p->interest[i * CATEGORIES + rooms->category[host]];
    int64_t memory = p->looks[i], look = rooms->look[host], milli;
    *fit = match / (1.0 + match);
    for (int k = 0; k < LOOKS_KEPT; k++) *same |= (memory >> (8 * k) & 255) == look;
    p->looks[i] = (memory << 8 | look) & ((1LL << 48) - 1);
    t->visits++;
    double x = K_bounce_intercept - K_bounce_fit * (*fit - 0.5) + K_bounce_same * *same;
    int bounced = uniform(key, BOUNCE) < logistic(x);
    double z = normal_quantile(uniform(key, MINUTES));
    if (bounced) {
        t->bounces++;
        milli = (int64_t)(fmin(LONGEST_BOUNCE, K_bounce_seconds * exp(K_bounce_sigma * z)) / 60.0 * 1000.0 + 0.5);
        t->milliminutes += milli;
        return 0;
    }
    double wish = K_watch_minutes * exp(p->watch_own[i] + K_watch_fit * (*fit - 0.5) + K_watch_sigma * z);
    double minutes = fmax(BOUNCE_BELOW, fmin(wish, K_patience));
    milli = (int64_t)(minutes * 1000.0 + 0.5);
    t->milliminutes += milli;
    x = K_buy_intercept + p->buy_own[i] + K_buy_fit * (*fit - 0.5)
        + K_buy_price * (p->sensitivity[i] * (K_usual_price - rooms->price[host])) + K_buy_minutes * log1p(minutes);
    if (uniform(key, BUY) < logistic(x) && uniform(key, CHECKOUT) < logistic(K_checkout_intercept)) {
        z = normal_quantile(uniform(key, BASKET));
        t->orders++;
        t->spent_fen += (int64_t)(100.0 * rooms->list_price[host] * rooms->price[host] * exp(K_basket_sigma * z) + 0.5);
    }
    p->favourite[i] = host;
    return milli;
}

void live(People *p, int64_t users, const Rooms *rooms, int64_t day, uint64_t seed, const double *log_idle, Totals *t) {
    uint64_t today = mix(seed + (uint64_t)day * ODD);
    for (int64_t i = 0; i < users; i++) {
        uint64_t key = mix(today + (uint64_t)i * GOLDEN);
        int64_t idle = day - p->last_open[i] - 1, milli = 0, host;
        double h = p->habit[i], s = p->satisfaction[i], f = p->fatigue[i], fit = 0.0;
        int same = 0;
        double x = K_open_intercept + p->own[i] + K_open_habit * h + K_open_satisfaction * (s - K_satisfaction_pivot)
                   - K_open_fatigue * (f - K_fatigue_pivot) - K_open_idle * log_idle[idle < LONGEST_IDLE ? idle : LONGEST_IDLE];
        if (uniform(key, OPEN) < logistic(x)) {
            t->opens++;
            p->last_open[i] = day;
            host = choose(p, i, rooms, key, t);
            if (host >= 0) milli = visit(p, i, rooms, host, key, &fit, &same, t);
        }
        s += K_satisfaction_drift * (K_satisfaction_level - s);
        if (milli > 0) {
            double saturation = 1.0 - exp(-(milli / 1000.0) / K_saturation_minutes);
            p->habit[i] = h + K_habit_rate * (1.0 - h) * saturation;
            s += K_satisfaction_watch * (fit / 0.5) * saturation * (1.0 - s);
        } else {
            p->habit[i] = h * (1.0 - K_habit_loss);
        }
        p->satisfaction[i] = s;
        p->fatigue[i] = f + K_fatigue_rate * (same - f);
    }
}
