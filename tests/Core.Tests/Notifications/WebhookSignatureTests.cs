using System.Security.Cryptography;
using System.Text;
using Magpie.Notifications;

namespace Magpie.Core.Tests.Notifications;

public sealed class WebhookSignatureTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_775_027_229);

    [Fact]
    public void It_is_the_hmac_of_time_dot_body()
    {
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData("whsec_abc"u8, "1775027229.{\"id\":\"evt_1\"}"u8));

        WebhookSignature.Create("whsec_abc", At, "{\"id\":\"evt_1\"}"u8).ShouldBe($"t=1775027229,v1={expected}");
    }

    [Fact]
    public void Another_secret_time_or_body_has_another_signature()
    {
        string[] signatures =
        [
            Signed("whsec_abc", At, "{}"), Signed("whsec_abd", At, "{}"), Signed("whsec_abc", At.AddSeconds(1), "{}"), Signed("whsec_abc", At, "{ }"),
        ];

        signatures.Select(signature => signature.Split("v1=")[1]).Distinct().Count().ShouldBe(4);
    }

    private static string Signed(string secret, DateTimeOffset at, string body) => WebhookSignature.Create(secret, at, Encoding.UTF8.GetBytes(body));
}
