"""The table of panels: what an operator looks at, in the order of the road from the append to the figures.

Every process exports every metric, those of other roles as 0: hence `max` over processes.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One graph. `lines`: legend -> expression, where {{label}} in a legend is filled in; `unit`: Grafana's name."""

    title: str
    about: str
    lines: dict[str, str]
    unit: str = "short"
    must_be_zero: bool = False


def _quantile(share: float, metric: str, by: str = "") -> str:
    labels = f"le, {by}" if by else "le"
    return f"histogram_quantile({share}, sum by ({labels}) (rate({metric}_bucket[5m])))"


PANELS = (
    Panel(
        title="Sẵn sàng / Ready",
        about="1: trả lời và sẵn sàng. / 1: answers and is ready.",
        lines={"{{role}}": 'min by (role) (socai_ready) or min by (role) (up{job="socai"})'},
    ),
    Panel(
        title="Vị trí / Positions",
        about="Đường nào đứng lại khi đầu nhật ký còn đi là hỏng. / A line that stops while the head moves is broken.",
        lines={
            "log head": "max(socai_log_head_position)",
            "relay": "max(socai_relay_position)",
            "{{reader}}: complete": "max by (reader) (socai_reader_position)",
            "{{reader}}: verified": "max by (reader) (socai_reader_verified_position)",
            "two totals compared": "max(socai_monitor_position)",
        },
    ),
    Panel(
        title="Ghi / Append rate",
        about="Sự kiện mỗi giây, theo topic. / Events per second, by topic.",
        lines={"{{topic}}": "sum by (topic) (rate(socai_appended_events_total[1m]))"},
        unit="cps",
    ),
    Panel(
        title="Thời gian ghi / Append latency",
        about="Một giao dịch ghi. / One append transaction.",
        lines={
            "p50": _quantile(0.5, "socai_append_seconds"),
            "p99": _quantile(0.99, "socai_append_seconds"),
        },
        unit="s",
    ),
    Panel(
        title="Quyết định lại / Decided again",
        about="Lệnh gặp luồng đã đổi và được xét lại. / Commands whose stream had moved on, decided again.",
        lines={"conflicts": "sum(rate(socai_append_conflicts_total[5m]))"},
        unit="cps",
    ),
    Panel(
        title="Chưa gửi / Relay lag",
        about="Sự kiện đã ghi mà chưa gửi. / Events appended and not yet sent.",
        lines={"events": "max(socai_log_head_position) - max(socai_relay_position)"},
    ),
    Panel(
        title="Chuyển tiếp / Relay",
        about="Đúng một tiến trình giữ quyền gửi. / Exactly one process holds the fence.",
        lines={
            "active": "sum(socai_relay_active)",
            "sent/s": "sum(rate(socai_relay_sent_events_total[1m]))",
            "watermarks/s": "sum(rate(socai_relay_watermarks_total[1m]))",
            "producers abandoned/s": "sum(rate(socai_relay_failures_total[5m]))",
        },
    ),
    Panel(
        title="Chưa đọc / Reader lag",
        about="Sự kiện mà mốc nước nêu và chưa áp dụng. / Events that watermarks name and that are not applied.",
        lines={"{{reader}}": "max by (reader) (socai_reader_lag_events)"},
    ),
    Panel(
        title="Áp dụng / Applied",
        about="Sự kiện mỗi giây, theo bên đọc. / Events per second, by reader.",
        lines={"{{reader}}": "sum by (reader) (rate(socai_reader_applied_events_total[1m]))"},
        unit="cps",
    ),
    Panel(
        title="Thời gian áp dụng / Fold time",
        about="Một lô, đến khi đã ghi xong. / One batch, until it is committed.",
        lines={
            "{{reader}} p50": _quantile(0.5, "socai_fold_seconds", by="reader"),
            "{{reader}} p99": _quantile(0.99, "socai_fold_seconds", by="reader"),
        },
        unit="s",
    ),
    Panel(
        title="Khoảng trống / Gaps",
        about="Phân vùng đang chờ số thứ tự thiếu. / Partitions that wait for a missing sequence.",
        lines={"{{reader}}": "max by (reader) (socai_reader_gaps)"},
        must_be_zero=True,
    ),
    Panel(
        title="Sai mã băm / Hash mismatches",
        about="Khác với lời của bên ghi. / Different from the writer's word.",
        lines={"{{reader}}": "max by (reader) (socai_reader_hash_mismatches)"},
        must_be_zero=True,
    ),
    Panel(
        title="Trùng và không đọc được / Duplicates and unreadable",
        about="Trùng là bình thường; không đọc được thì không. / Duplicates are normal, unreadable records are not.",
        lines={
            "{{reader}}: duplicates": "sum by (reader) (rate(socai_reader_duplicates_total[5m]))",
            "{{reader}}: unreadable": "sum by (reader) (rate(socai_reader_malformed_total[5m]))",
            "{{reader}}: unknown types": "sum by (reader) (rate(socai_reader_unknown_types_total[5m]))",
        },
        unit="cps",
    ),
    Panel(
        title="Hai tổng số lệch / Two totals differ",
        about="Danh sách đảng viên so với sổ kép. / The members' lists against the ledger.",
        lines={
            "people": "max(socai_two_totals_difference)",
            "movement table": "max(abs(socai_movement_table_difference))",
        },
        must_be_zero=True,
    ),
    Panel(
        title="Đảng viên / Members",
        about="Dự bị và chính thức, theo đơn vị cấp trên cùng. / Probationary and official, by top-level unit.",
        lines={"{{unit}}": "max by (unit) (socai_members)"},
    ),
    Panel(
        title="Thời gian trả lời / HTTP latency",
        about="p99 theo dịch vụ. / p99 by service.",
        lines={"{{service}}": _quantile(0.99, "socai_http_seconds", by="service")},
        unit="s",
    ),
    Panel(
        title="Yêu cầu / HTTP requests",
        about="Mỗi giây, theo dịch vụ và mã trả lời. / Per second, by service and status.",
        lines={"{{service}} {{status}}": "sum by (service, status) (rate(socai_http_seconds_count[1m]))"},
        unit="reqps",
    ),
)
