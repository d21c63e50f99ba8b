using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Magpie.Functions.Imagga;
using Magpie.Functions.Multipart;
using static Magpie.Functions.Tests.Imagga.Contract.ContractFixture;

namespace Magpie.Functions.Tests.Imagga.Contract;

/// <summary>Forms and images in base64, which are read as they arrive.</summary>
[Collection(ContractCollection.Name)]
public sealed class FormReadingTests(ContractFixture fixture)
{
    private const string FormType = "application/x-www-form-urlencoded";

    [Theory]
    [InlineData("a=1&b=2", "a:1 b:2")]
    [InlineData("", "")]
    [InlineData("&&a=1&", "a:1")]
    [InlineData("a&b=&=c", "a: b: :c")]
    [InlineData("a+b=c+d%2Be", "a b:c d+e")]
    [InlineData("%61=%F0%9F%98%80", "a:😀")]
    [InlineData("a=%zz%4&b=%", "a:%zz%4 b:%")]
    [InlineData("a=1=2%26%3D", "a:1=2&=")]
    public async Task A_form_is_read_the_same_however_it_arrives(string form, string fields)
    {
        foreach (var piece in new[] { 1, 2, 3, 5, 1000 })
        {
            (await ReadAsync(new Trickle(Encoding.UTF8.GetBytes(form), piece))).ShouldBe(fields, $"{piece} bytes at a time");
        }
    }

    [Fact]
    public async Task A_name_that_does_not_end_is_refused_and_a_value_that_nobody_reads_is_passed_over()
    {
        using var endless = new UrlEncodedForm(new Trickle(Encoding.UTF8.GetBytes(new string('a', 65)), 7), 64);
        await Should.ThrowAsync<InvalidDataException>(() => endless.NextAsync(default));
        using var form = new UrlEncodedForm(new Trickle(Encoding.UTF8.GetBytes($"a={new string('x', 50_000)}&b=1"), 4096), 64);
        (await form.NextAsync(default)).ShouldBe("a");
        (await form.NextAsync(default)).ShouldBe("b");
        (await form.NextAsync(default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("data:image/png;base64,", true)]
    [InlineData(" \r\ndata:image/png;base64,", true)]
    [InlineData("data:image/png;base64", false)]
    [InlineData("%", false)]
    [InlineData("====", false)]
    public async Task Base64_is_read_the_same_however_it_arrives(string before, bool isGood)
    {
        foreach (var length in new[] { 0, 1, 2, 3, 200, 5_000 })
        {
            var bytes = Enumerable.Range(0, length).Select(at => (byte)(at * 37)).ToArray();
            foreach (var options in new[] { Base64FormattingOptions.None, Base64FormattingOptions.InsertLineBreaks })
            {
                var text = Encoding.ASCII.GetBytes(before + Convert.ToBase64String(bytes, options));
                foreach (var piece in new[] { 1, 3, 64, 65, 100_000 })
                {
                    var (done, decoded) = await DecodeAsync(text, piece);
                    done.ShouldBe(isGood, $"{before} {length} {piece}");
                    if (isGood)
                    {
                        decoded.ShouldBe(bytes, $"{length} {piece}");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("AAAA=")]
    [InlineData("AAA")]
    [InlineData("AA==AAAA")]
    [InlineData("AAAA AAA=A")]
    [InlineData("QU-_")]
    public async Task Text_that_is_no_whole_base64_is_none(string text) => (await DecodeAsync(Encoding.ASCII.GetBytes(text), 2)).IsGood.ShouldBeFalse();

    [Fact]
    public async Task A_large_image_in_base64_is_taken_in_a_form_and_in_a_part_up_to_the_limit_and_no_further()
    {
        using var client = await fixture.SignInAsync();

        // A JPEG may have anything behind its end.
        byte[] most = [.. Scene, .. new byte[MaxImageBytes - Scene.Length]];
        byte[] random = [.. Scene, .. Enumerable.Range(0, 1_000_000).Select(at => (byte)(at * at >> 3))];
        (await ResultAsync(client.PostAsync("/v2/colors", Escaped(most)))).GetProperty("colors").ValueKind.ShouldNotBe(default);
        (await ResultAsync(client.PostAsync("/v2/colors", Escaped(random)))).GetProperty("colors").ValueKind.ShouldNotBe(default);
        (await ResultAsync(client.PostAsync("/v2/colors", Plain(Convert.ToBase64String(random))))).GetProperty("colors").ValueKind.ShouldNotBe(default);
        using var part = new MultipartFormDataContent { { new StringContent(Convert.ToBase64String(most)), "image_base64" } };
        (await ResultAsync(client.PostAsync("/v2/colors", part))).GetProperty("colors").ValueKind.ShouldNotBe(default);

        byte[] more = [.. most, 0];
        (await ShouldFailAsync(client.PostAsync("/v2/colors", Escaped(more)), HttpStatusCode.BadRequest)).ShouldContain("larger than 3 MB");
        (await ShouldFailAsync(client.PostAsync("/v2/colors", ImaggaFixture.Form(more)), HttpStatusCode.BadRequest)).ShouldContain("larger than 3 MB");
        using var long64 = new MultipartFormDataContent { { new StringContent(Convert.ToBase64String(more)), "image_base64" } };
        (await ShouldFailAsync(client.PostAsync("/v2/uploads", long64), HttpStatusCode.BadRequest)).ShouldContain("larger than 3 MB");
    }

    [Fact]
    public async Task A_body_far_beyond_the_limit_is_refused_in_the_envelope_whether_its_length_is_told_or_not()
    {
        using var client = await fixture.SignInAsync();
        var huge = new string('A', 8_000_000);
        await ShouldFailAsync(client.PostAsync("/v2/colors", Plain(huge)), HttpStatusCode.BadRequest, "told");
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/v2/colors") { Content = Plain(huge) };
        chunked.Headers.TransferEncodingChunked = true;
        await ShouldFailAsync(client.SendAsync(chunked), HttpStatusCode.BadRequest, "chunked");
        using var field = new HttpRequestMessage(HttpMethod.Post, "/v2/colors") { Content = Form($"language={huge[..5_000_000]}") };
        (await ShouldFailAsync(client.SendAsync(field), HttpStatusCode.BadRequest)).ShouldContain("\"language\" is too long");
        await ResultAsync(client.PostAsync("/v2/colors", ImaggaFixture.Form(Scene)));
    }

    [Fact]
    public async Task A_form_of_too_many_fields_or_of_the_same_field_twice_is_refused()
    {
        using var client = await fixture.SignInAsync();
        await ShouldFailAsync(client.PostAsync("/v2/tags", Form(string.Join('&', Enumerable.Range(0, 2_000).Select(at => $"p{at}=1")))), HttpStatusCode.BadRequest);
        (await ShouldFailAsync(client.PostAsync("/v2/tags", Form("limit=1&limit=2")), HttpStatusCode.BadRequest)).ShouldContain("\"limit\" comes twice");
        (await ShouldFailAsync(client.PostAsync("/v2/tags", Form("image_base64=AAAA&image_base64=AAAA")), HttpStatusCode.BadRequest)).ShouldContain("comes twice");
        (await ShouldFailAsync(client.PostAsync("/v2/tags", Form("image_base64=%00%ff")), HttpStatusCode.BadRequest)).ShouldContain("base64");
    }

    private static StringContent Form(string text) => new(text, MediaTypeHeaderValue.Parse(FormType));

    /// <summary>With the signs escaped, as every library does it.</summary>
    private static StringContent Escaped(byte[] image) => Plain(Uri.EscapeDataString(Convert.ToBase64String(image)));

    private static StringContent Plain(string base64) => Form($"image_base64={base64}&extract_object_colors=0");

    private static async Task<string> ReadAsync(Stream body)
    {
        using var form = new UrlEncodedForm(body, 64);
        var fields = new List<string>();
        var piece = new byte[4];
        while (await form.NextAsync(default) is { } name)
        {
            var value = new List<byte>();
            while (await form.ReadAsync(piece, isPlusSpace: true, default) is > 0 and var read)
            {
                value.AddRange(piece[..read]);
            }

            fields.Add($"{name}:{Encoding.UTF8.GetString([.. value])}");
        }

        return string.Join(' ', fields);
    }

    private static async Task<(bool IsGood, byte[] Decoded)> DecodeAsync(byte[] text, int piece)
    {
        await using var file = new ReceivedFile(Path.GetTempPath(), 1 << 20, null);
        var base64 = new Base64File(file);
        for (var at = 0; at < text.Length; at += piece)
        {
            if (!await base64.AppendAsync(text.AsMemory(at, Math.Min(piece, text.Length - at)), default))
            {
                return (false, []);
            }
        }

        return (await base64.EndAsync(default), file.Content!.Value.ToArray());
    }
}
