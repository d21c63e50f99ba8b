using Magpie.Assets;
using Magpie.Notifications;

namespace Magpie.Core.Tests.Notifications;

public sealed class WebhookEventsTests
{
    private static readonly Asset Asset = new()
    {
        Id = "0193",
        Account = "gallery",
        UploadedBy = "key",
        Type = MediaType.Image,
        Name = "nest.jpg",
        ContentType = "image/jpeg",
        Bytes = 1,
        CreatedAt = default,
        ReceivedAt = new(2026, 4, 1, 7, 0, 0, TimeSpan.Zero),
    };

    [Fact]
    public void An_event_has_one_id_however_often_it_is_told() =>
        WebhookEvents.IdOf(Asset with { Title = "Nest", Tags = ["nest"] }, "ready").ShouldBe(WebhookEvents.IdOf(Asset, "ready"));

    [Fact]
    public void Another_asset_account_state_or_receipt_is_another_event()
    {
        string[] ids =
        [
            WebhookEvents.IdOf(Asset, "ready"),
            WebhookEvents.IdOf(Asset, "failed"),
            WebhookEvents.IdOf(Asset with { Id = "0194" }, "ready"),
            WebhookEvents.IdOf(Asset with { Account = "shop" }, "ready"),
            WebhookEvents.IdOf(Asset with { ReceivedAt = Asset.ReceivedAt!.Value.AddTicks(1) }, "ready"),
            WebhookEvents.IdOf(Asset with { ReceivedAt = null }, "ready"),
        ];

        ids.Distinct().Count().ShouldBe(ids.Length);
        ids.ShouldAllBe(id => id.Length == 36 && id.StartsWith("evt_", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(AssetState.Ready, "ready")]
    [InlineData(AssetState.Rejected, "rejected")]
    [InlineData(AssetState.Failed, "failed")]
    [InlineData(AssetState.Received, null)]
    [InlineData(AssetState.Deleted, null)]
    public void Three_states_are_told_of(AssetState state, string? name) => WebhookEvents.NameOf(state).ShouldBe(name);
}
