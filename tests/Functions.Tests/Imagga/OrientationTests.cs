using System.Text.Json;
using Magpie.Core.Tests.Imaging;
using Magpie.Functions.Tests.Imagga.Contract;
using Magpie.Tests.Support;
using NetVips;
using ZXing;
using static Magpie.Functions.Tests.Imagga.Contract.ContractFixture;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>A picture that lies on its side and says so by EXIF's orientation 6 is seen as it is shown: what is found in it is where it is in the upright picture.</summary>
[Collection(ContractCollection.Name)]
public sealed class OrientationTests(ContractFixture fixture) : IAsyncLifetime
{
    private const short ToBeTurnedRight = 6;

    /// <summary>Pixels.</summary>
    private const int Tolerance = 4;

    private HttpClient _client = null!;

    public async Task InitializeAsync() => _client = await fixture.SignInAsync();

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Barcodes_are_where_they_are_in_the_upright_picture()
    {
        const int Width = 500;
        const int Height = 300;
        const int Module = 5;
        var (left, top) = (60, 40);
        var code = new MultiFormatWriter().encode("which way is up?", BarcodeFormat.QR_CODE, 0, 0);
        var rgb = Enumerable.Repeat(byte.MaxValue, Width * Height * 3).ToArray();
        for (var y = 0; y < code.Height * Module; y++)
        {
            for (var x = 0; x < code.Width * Module; x++)
            {
                rgb.AsSpan((((y + top) * Width) + x + left) * 3, 3).Fill(code[x / Module, y / Module] ? (byte)0 : byte.MaxValue);
            }
        }

        var places = await PlacesAsync("/v2/barcodes", rgb, Width, Height, result =>
            result.GetProperty("barcodes").EnumerateArray().Select(one => (one.GetProperty("data").GetString()!, Box(one, "x1", "y1", "x2", "y2"))));

        var (what, box) = places.ShouldHaveSingleItem();
        what.ShouldBe("which way is up?");
        box.Left.ShouldBeInRange(left, left + (code.Width * Module / 2));
        box.Right.ShouldBeInRange(box.Left + 50, left + (code.Width * Module));
        box.Bottom.ShouldBeInRange(box.Top + 50, top + (code.Height * Module));
    }

    [Fact]
    public async Task Faces_are_where_they_are_in_the_upright_picture()
    {
        if (Photo("faces-family6.jpg") is not { } family)
        {
            return;
        }

        var faces = await PlacesAsync("/v2/faces/detections", family.Rgb, family.Width, family.Height, result =>
            result.GetProperty("faces").EnumerateArray().Select(face => ("", Box(face.GetProperty("coordinates"), "xmin", "ymin", "xmax", "ymax"))));

        faces.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Text_is_where_it_is_in_the_upright_picture()
    {
        if (Photo("text-licenceplate.jpg") is not { } plate)
        {
            return;
        }

        var lines = await PlacesAsync("/v2/text", plate.Rgb, plate.Width, plate.Height, result =>
            result.GetProperty("text").EnumerateArray().Select(line => (line.GetProperty("data").GetString()!, Box(line.GetProperty("coordinates"), "xmin", "ymin", "xmax", "ymax"))));

        lines[0].What.ShouldBe("PENNSYLVANIA");
    }

    /// <summary>What is found in a picture, which is the same, at the same place, when it is stored on its side.</summary>
    private async Task<List<(string What, Box Box)>> PlacesAsync(
        string endpoint, byte[] rgb, int width, int height, Func<JsonElement, IEnumerable<(string What, Box Box)>> read)
    {
        var upright = await FindAsync(Pictures.Jpeg(rgb, width, height));
        var sideways = await FindAsync(Pictures.WithExif(Pictures.Jpeg(OnItsSide(rgb, width, height), height, width), Pictures.Tags((0x0112, ToBeTurnedRight))));

        sideways.Count.ShouldBe(upright.Count, endpoint);
        foreach (var one in upright)
        {
            // The two are not the same JPEG.
            var (what, box) = sideways.MinBy(other => other.Box.Edges.Zip(one.Box.Edges, (here, there) => Math.Abs(here - there)).Max());
            Letters(what).ShouldBe(Letters(one.What), endpoint);
            box.Edges.Zip(one.Box.Edges, (here, there) => Math.Abs(here - there)).Max().ShouldBeLessThanOrEqualTo(Tolerance, $"{endpoint}: {one.Box} is {box}");
        }

        return upright;

        async Task<List<(string What, Box Box)>> FindAsync(byte[] file) =>
            [.. read(await ResultAsync(_client.PostAsync(endpoint, ImaggaFixture.Form(file))))];
    }

    /// <summary>Turned left, as a camera stores what is upright when it is held on its side: byte[width, height, 3].</summary>
    private static byte[] OnItsSide(byte[] rgb, int width, int height)
    {
        var stored = new byte[rgb.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                rgb.AsSpan(((y * width) + x) * 3, 3).CopyTo(stored.AsSpan((((width - 1 - x) * height) + y) * 3, 3));
            }
        }

        return stored;
    }

    private static (byte[] Rgb, int Width, int Height)? Photo(string name)
    {
        if (!HasModels || Repository.Photos is not { } photos)
        {
            return null;
        }

        using var image = Image.NewFromBuffer(File.ReadAllBytes(Path.Combine(photos, name)));
        image.Bands.ShouldBe(3);
        return (image.WriteToMemory(), image.Width, image.Height);
    }

    /// <summary>Without what a model is least sure of.</summary>
    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    private static Box Box(JsonElement of, string left, string top, string right, string bottom) =>
        new(of.GetProperty(left).GetInt32(), of.GetProperty(top).GetInt32(), of.GetProperty(right).GetInt32(), of.GetProperty(bottom).GetInt32());
}

/// <summary>A box in a picture, pixels.</summary>
internal sealed record Box(int Left, int Top, int Right, int Bottom)
{
    public int[] Edges => [Left, Top, Right, Bottom];
}
