using System.Net;
using Magpie.Core.Tests.Imaging;
using Magpie.Functions.Tests.Ingest;
using static Magpie.Functions.Tests.Imagga.Contract.ContractFixture;

namespace Magpie.Functions.Tests.Imagga.Contract;

/// <summary>64 requests of all kinds at once, of two accounts.</summary>
[Collection(ContractCollection.Name)]
public sealed class MixedTests(ContractFixture fixture)
{
    /// <summary>How often each endpoint is asked by each account; models of 500 pixels a side take a second each, so those are fewer.</summary>
    private static readonly (string Path, int Times)[] Kinds =
    [
        ("/v2/tags", 4), ("/v2/tags/basics", 4), ("/v2/categories/personal_photos", 4), ("/v2/croppings?resolution=100x100,30x50", 6),
        ("/v2/colors", 7), ("/v2/faces/detections", 3), ("/v2/text", 2), ("/v2/remove-background", 1), ("/v2/croppings?resolution=40x30&image_result=1", 1),
    ];

    private static readonly byte[][] Files =
    [
        Scene,
        Photos.Solid(120, 90),
        Pictures.Jpeg(Pictures.Quadrants(200, 160), 200, 160),
        Pictures.Jpeg(Pictures.Patches(160, 200, 7), 160, 200),
    ];

    [Fact]
    public async Task Each_gets_its_own_answer_none_fails_and_each_is_counted_once()
    {
        var asked = Kinds.Where(kind => ImageEndpoint.Here.Any(endpoint => kind.Path.Split('?')[0] == endpoint.Path))
            .SelectMany(kind => Enumerable.Range(0, kind.Times).Select(time => (kind.Path, Picture: time % Files.Length)))
            .ToArray();
        var alone = new Dictionary<(string, int), string>();
        using (var client = await fixture.SignInAsync())
        {
            foreach (var call in asked.Distinct())
            {
                alone[call] = await AnswerAsync(client, call);
            }
        }

        using var one = await fixture.SignInAsync();
        using var other = await fixture.SignInAsync();
        var calls = asked.SelectMany(call => new[] { (Client: one, Call: call), (Client: other, Call: call) }).ToArray();
        var answers = await Task.WhenAll(calls.Select(async each => (each.Call, Answer: await AnswerAsync(each.Client, each.Call))));

        foreach (var (call, answer) in answers)
        {
            answer.ShouldBe(alone[call], $"{call}");
        }

        alone.Values.Distinct().Count().ShouldBeGreaterThan(asked.Length / 3);
        foreach (var client in new[] { one, other })
        {
            var usage = await ResultAsync(client.GetAsync("/v2/usage?concurrency=1"));
            usage.GetProperty("daily_requests").GetInt32().ShouldBe(asked.Length);
            usage.GetProperty("daily_processed").GetInt32().ShouldBe(asked.Length);
            usage.GetProperty("concurrency").GetProperty("now").GetInt32().ShouldBe(0);
        }
    }

    private static async Task<string> AnswerAsync(HttpClient client, (string Path, int Picture) call)
    {
        using var response = await client.PostAsync(call.Path, ImaggaFixture.Form(Files[call.Picture]));
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{call}: {await response.Content.ReadAsStringAsync()}");
        return Convert.ToHexString(await response.Content.ReadAsByteArrayAsync());
    }
}
