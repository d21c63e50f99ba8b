using System.Net;
using System.Text.Json;
using Magpie.Faces;
using Magpie.Functions.Imagga;
using Magpie.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>What tests of faces do over and over: keep faces that never were in a picture, ask, and wait for tickets.</summary>
internal static class FaceCalls
{
    /// <summary>An id in the form of one, of a second long ago.</summary>
    public const string Expired = "645649873bbbe1ae31dd2c8c8714000e41d4d76e5ac24b5acb95c6ce16f09fbe";

    /// <summary>A face in a direction of the plane, by a model that no pack is; 0 and 20 degrees are one person, 0 and 120 are two.</summary>
    public static FaceEncoding At(double degrees, string model = "test@1.0.0") =>
        new(model, [(float)Math.Cos(degrees * Math.PI / 180), (float)Math.Sin(degrees * Math.PI / 180)]);

    /// <summary>Ids of faces in these directions.</summary>
    public static Task<IReadOnlyList<string>> KeepAsync(this RunningApp app, string account, params double[] degrees) =>
        app.Services.GetRequiredService<FaceStore>().AddAsync(account, [.. degrees.Select(one => At(one))], default);

    /// <summary>A new id of the form, which no face has.</summary>
    public static string Unknown(string known) => known[..8] + new string('0', known.Length - 8);

    public static StringContent Json(object value) => Hosting.Http.Json(JsonSerializer.Serialize(value));

    public static async Task<JsonElement> ResultAsync(Task<HttpResponseMessage> call)
    {
        using var response = await call;
        var answer = await response.ReadJsonAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, answer.ToString());
        answer.GetProperty("status").ToString().ShouldBe("""{"text":"","type":"success"}""");
        return answer.GetProperty("result");
    }

    /// <summary>The call is refused; answers what is said about it.</summary>
    public static async Task<string> ShouldFailAsync(Task<HttpResponseMessage> call, HttpStatusCode status, string says = "")
    {
        using var response = await call;
        var answer = await response.ReadJsonAsync();
        response.StatusCode.ShouldBe(status, answer.ToString());
        answer.GetProperty("status").GetProperty("type").GetString().ShouldBe("error");
        var text = answer.GetProperty("status").GetProperty("text").GetString().ShouldNotBeNull();
        text.ShouldContain(says);
        text.Length.ShouldBeInRange(10, 700);
        return text;
    }

    /// <summary>The ticket that a call answers, and nothing else.</summary>
    public static async Task<string> TicketAsync(Task<HttpResponseMessage> call)
    {
        var only = (await ResultAsync(call)).EnumerateObject().ShouldHaveSingleItem();
        only.Name.ShouldBe("ticket_id");
        return only.Value.GetString().ShouldNotBeNull();
    }

    /// <summary>What came of a ticket once it is final.</summary>
    public static async Task<JsonElement> FinalAsync(HttpClient client, string ticket)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var response = await client.GetAsync($"/v2/tickets/{ticket}", deadline.Token);
            var state = (await response.ReadJsonAsync()).GetProperty("result");
            if (state.GetProperty("is_final").GetBoolean())
            {
                state.EnumerateObject().Select(member => member.Name).ShouldBe(["is_final", "ticket_result"]);
                return state.GetProperty("ticket_result");
            }
        }
    }
}
