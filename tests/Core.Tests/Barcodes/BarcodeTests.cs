using Magpie.Barcodes;
using Magpie.Core.Tests.Imaging;
using Magpie.Imaging;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Barcodes;

/// <summary>Reads codes that are drawn here bar by bar; where ZBar is not installed there is nothing to read them with.</summary>
public sealed class BarcodeTests
{
    private const int Module = 4;

    /// <summary>Bars (1) and spaces (0) of the digits on the left, odd parity (ISO/IEC 15420, table 1).</summary>
    private static readonly string[] Odd = ["0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011"];

    /// <summary>Which of the left digits are of even parity, by the first digit (table 3).</summary>
    private static readonly string[] Parities = ["000000", "001011", "001101", "001110", "010011", "011001", "011100", "010101", "010110", "011010"];

    private readonly ImageDecoder _decoder = new(new ImagingOptions());

    [Theory]
    [InlineData("4006381333931", "EAN-13", "4006381333931")]
    [InlineData("0036000291452", "UPC-A", "036000291452")]
    [InlineData("9780306406157", "EAN-13", "9780306406157")]
    public void A_code_is_read_with_its_kind_and_where_it_is(string digits, string type, string data)
    {
        if (!BarcodeReader.IsInstalled)
        {
            return;
        }

        var code = Read(Drawn(digits, 100, 60)).ShouldHaveSingleItem();
        (code.Type, code.Data).ShouldBe((type, data));
        code.Box.Left.ShouldBeInRange(88, 112);
        code.Box.Right.ShouldBeInRange(88 + (95 * Module), 112 + (95 * Module));
        code.Box.Top.ShouldBeInRange(55, 160);
        code.Box.Bottom.ShouldBeInRange(100, 165);
    }

    [Theory]
    [InlineData(45)]
    [InlineData(90)]
    [InlineData(158)]
    [InlineData(180)]
    [InlineData(-68)]
    public void A_code_that_is_turned_is_read(int degrees)
    {
        if (!BarcodeReader.IsInstalled)
        {
            return;
        }

        var (grey, width, height) = Drawn("4006381333931", 100, 100);
        var turned = TurnedPicture.Of(grey, width, height, degrees);
        var code = Read((turned.Grey, turned.Width, turned.Height)).ShouldHaveSingleItem();
        code.Data.ShouldBe("4006381333931");
        var (x, y) = ((code.Box.Left + code.Box.Right) / 2, (code.Box.Top + code.Box.Bottom) / 2);
        Math.Sqrt(Math.Pow(x - (turned.Width / 2.0), 2) + Math.Pow(y - (turned.Height / 2.0), 2)).ShouldBeLessThan(120);
    }

    [Fact]
    public void Several_codes_in_a_picture_are_read_from_the_top()
    {
        if (!BarcodeReader.IsInstalled)
        {
            return;
        }

        var (upper, width, height) = Drawn("4006381333931", 60, 60);
        var (lower, _, _) = Drawn("9780306406157", 60, 60);
        Read(([.. upper, .. lower], width, height * 2)).Select(code => code.Data).ShouldBe(["4006381333931", "9780306406157"]);
    }

    [Fact]
    public void A_picture_without_a_code_gives_none()
    {
        if (!BarcodeReader.IsInstalled)
        {
            return;
        }

        var noise = new byte[300 * 200];
        new Random(3).NextBytes(noise);
        Read((noise, 300, 200)).ShouldBeEmpty();
        Read((new byte[1], 1, 1)).ShouldBeEmpty();
    }

    [Fact]
    public void The_codes_on_the_shared_photos_are_read()
    {
        if (Repository.Photos is not { } photos || !BarcodeReader.IsInstalled)
        {
            return;
        }

        Read(File.ReadAllBytes(Path.Combine(photos, "barcode-ean13.png"))).ShouldContain(code => code.Data == "8413000065504" && code.Type == "EAN-13");
        Read(File.ReadAllBytes(Path.Combine(photos, "qr-photo-1.png"))).ShouldHaveSingleItem().Type.ShouldBe("QR-Code");
        Read(File.ReadAllBytes(Path.Combine(photos, "dog-dachshund.jpg"))).ShouldBeEmpty();
    }

    private IReadOnlyList<Barcode> Read((byte[] Grey, int Width, int Height) picture)
    {
        var rows = new byte[(picture.Width + 1) * picture.Height];
        for (var y = 0; y < picture.Height; y++)
        {
            picture.Grey.AsSpan(y * picture.Width, picture.Width).CopyTo(rows.AsSpan((y * (picture.Width + 1)) + 1));
        }

        return Read(Pictures.Png(picture.Width, picture.Height, 8, 0, rows));
    }

    private IReadOnlyList<Barcode> Read(byte[] file)
    {
        using var image = _decoder.Decode(file, BarcodeReader.Side).Value.ShouldNotBeNull();
        return BarcodeReader.Read(image);
    }

    /// <summary>An EAN-13 of 95 modules, 100 pixels high, on white.</summary>
    private static (byte[] Grey, int Width, int Height) Drawn(string digits, int left, int top)
    {
        var parity = Parities[digits[0] - '0'];
        var bars = "101" + string.Concat(digits[1..7].Select((digit, i) => parity[i] == '0' ? Odd[digit - '0'] : Even(digit - '0')))
            + "01010" + string.Concat(digits[7..].Select(digit => Inverse(Odd[digit - '0']))) + "101";
        var (width, height) = ((left * 2) + (bars.Length * Module), (top * 2) + 100);
        var grey = new byte[width * height];
        Array.Fill(grey, byte.MaxValue);
        for (var y = top; y < top + 100; y++)
        {
            for (var x = 0; x < bars.Length * Module; x++)
            {
                grey[(y * width) + left + x] = bars[x / Module] == '1' ? (byte)0 : byte.MaxValue;
            }
        }

        return (grey, width, height);
    }

    private static string Inverse(string code) => string.Concat(code.Select(bit => bit == '1' ? '0' : '1'));

    private static string Even(int digit) => new([.. Inverse(Odd[digit]).Reverse()]);
}
