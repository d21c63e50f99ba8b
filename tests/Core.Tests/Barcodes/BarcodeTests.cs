using System.Diagnostics;
using Magpie.Barcodes;
using Magpie.Tests.Support;
using ZXing;

namespace Magpie.Core.Tests.Barcodes;

/// <summary>Reads codes that are drawn here, with ZBar where it is installed, and as where it is not.</summary>
public sealed class BarcodeTests
{
    private static readonly (BarcodeFormat Format, string Text, string Type, string Data)[] Codes =
    [
        (BarcodeFormat.EAN_13, "4006381333931", "EAN-13", "4006381333931"),
        (BarcodeFormat.EAN_13, "9780306406157", "EAN-13", "9780306406157"),
        (BarcodeFormat.UPC_A, "036000291452", "UPC-A", "036000291452"),
        (BarcodeFormat.EAN_8, "96385074", "EAN-8", "96385074"),
        (BarcodeFormat.UPC_E, "01234565", "UPC-E", "01234565"),
        (BarcodeFormat.CODE_39, "MAGPIE-39", "CODE-39", "MAGPIE-39"),
        (BarcodeFormat.CODE_93, "MAGPIE93", "CODE-93", "MAGPIE93"),
        (BarcodeFormat.CODE_128, "Magpie 128", "CODE-128", "Magpie 128"),
        (BarcodeFormat.ITF, "12345678901231", "I2/5", "12345678901231"),
        (BarcodeFormat.CODABAR, "A1234567B", "Codabar", "A1234567B"),
        (BarcodeFormat.QR_CODE, "https://example.org/magpie", "QR-Code", "https://example.org/magpie"),
        (BarcodeFormat.DATA_MATRIX, "Data Matrix of a magpie", "Data-Matrix", "Data Matrix of a magpie"),
    ];

    private static bool[] Ways => Zbar.IsInstalled ? [true, false] : [false];

    public static TheoryData<bool> Readers => [.. Ways];

    public static TheoryData<int, bool> Symbologies => WithEachReader(Enumerable.Range(0, Codes.Length));

    public static TheoryData<int, bool> Angles => WithEachReader([45, 90, 158, 180, -68, 20, 70]);

    [Theory]
    [MemberData(nameof(Symbologies))]
    public void Every_kind_of_code_is_read_with_its_name_and_what_it_says(int index, bool withZbar)
    {
        var (format, text, type, data) = Codes[index];
        var picture = CodePicture.Of(format, text);
        var code = picture.Read(withZbar).ShouldHaveSingleItem();
        (code.Type, code.Data).ShouldBe((type, data));
        code.Box.Left.ShouldBeInRange(50, picture.Width / 2);
        code.Box.Right.ShouldBeInRange(picture.Width / 2, picture.Width - 50);
        code.Box.Top.ShouldBeInRange(50, picture.Height - 50);
        code.Box.Bottom.ShouldBeInRange(code.Box.Top, picture.Height - 50);
    }

    [Theory]
    [MemberData(nameof(Angles))]
    public void A_code_that_is_turned_is_read_where_it_is(int degrees, bool withZbar)
    {
        foreach (var (format, text, type, data) in Codes.Where(code => code.Format is BarcodeFormat.EAN_13 or BarcodeFormat.CODE_128 or BarcodeFormat.QR_CODE or BarcodeFormat.DATA_MATRIX))
        {
            var picture = CodePicture.Of(format, text).Turned(degrees);
            var code = picture.Read(withZbar).ShouldHaveSingleItem($"{type} at {degrees}");
            (code.Type, code.Data).ShouldBe((type, data));
            var (x, y) = ((code.Box.Left + code.Box.Right) / 2, (code.Box.Top + code.Box.Bottom) / 2);
            Math.Sqrt(Math.Pow(x - (picture.Width / 2.0), 2) + Math.Pow(y - (picture.Height / 2.0), 2)).ShouldBeLessThan(120);
        }
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Codes_at_different_angles_in_one_picture_are_all_read(bool withZbar)
    {
        var picture = CodePicture.Of(BarcodeFormat.EAN_13, "4006381333931")
            .Beside(CodePicture.Of(BarcodeFormat.CODE_128, "turned").Turned(45))
            .Beside(CodePicture.Of(BarcodeFormat.QR_CODE, "upright"))
            .Beside(CodePicture.Of(BarcodeFormat.DATA_MATRIX, "turned too").Turned(20));
        picture.Read(withZbar).Select(code => code.Data).ShouldBe(["4006381333931", "turned", "upright", "turned too"], ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void One_code_in_two_places_is_two_codes(bool withZbar)
    {
        // ZBar makes one of bars that say the same, wherever they are.
        foreach (var (format, text, _, data) in Codes.Where(code => code.Format is BarcodeFormat.QR_CODE or BarcodeFormat.DATA_MATRIX || (!withZbar && code.Format is BarcodeFormat.EAN_13)))
        {
            var one = CodePicture.Of(format, text);
            var found = one.Beside(one).Read(withZbar);
            found.Select(code => code.Data).ShouldBe([data, data]);
            Math.Abs(found[1].Box.Left - found[0].Box.Left).ShouldBeInRange(one.Width - 5, one.Width + 5);
        }
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_picture_without_a_code_gives_none(bool withZbar)
    {
        var noise = new byte[300 * 200];
        new Random(3).NextBytes(noise);
        new CodePicture(noise, 300, 200).Read(withZbar).ShouldBeEmpty();
        new CodePicture([0], 1, 1).Read(withZbar).ShouldBeEmpty();
        CodePicture.White(3, 2_000).Read(withZbar).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void The_codes_on_the_shared_photos_are_read_and_none_where_there_is_none(bool withZbar)
    {
        if (Repository.Photos is not { } photos)
        {
            return;
        }

        var can = Read("barcode-ean13.png").ShouldHaveSingleItem();
        (can.Type, can.Data).ShouldBe(("EAN-13", "8413000065504"));
        Read("qr-photo-1.png").ShouldHaveSingleItem().Type.ShouldBe("QR-Code");
        foreach (var without in new[] { "dog-dachshund.jpg", "city-metro-ultrahdr.jpg", "text-nutrition.jpg", "text-page.png", "house.jpg", "landscape-innsbruck.jpg" })
        {
            Read(without).ShouldBeEmpty(without);
        }

        IReadOnlyList<Barcode> Read(string name) => CodePicture.Read(File.ReadAllBytes(Path.Combine(photos, name)), withZbar);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Pictures_made_to_cost_much_do_not(bool withZbar)
    {
        const int side = BarcodeReader.Side;
        var noise = new byte[side * side];
        new Random(5).NextBytes(noise);
        var corners = CodePicture.White(side, side);
        var bars = CodePicture.White(side, side);
        for (var i = 0; i < noise.Length; i++)
        {
            // The corner of a QR code, 7 × 7, again and again; the best three of so many would be sought for hours.
            var (x, y) = (i % side % 9, i / side % 9);
            var (ring, isInside) = (Math.Max(Math.Abs(x - 3), Math.Abs(y - 3)), x < 7 && y < 7);
            corners.Grey[i] = isInside && ring != 2 ? (byte)0 : byte.MaxValue;
            bars.Grey[i] = i % side * 7919 % 13 < 6 ? (byte)0 : byte.MaxValue;
        }

        foreach (var picture in new[] { new CodePicture(noise, side, side), corners, bars })
        {
            var clock = Stopwatch.StartNew();
            picture.Read(withZbar).Count.ShouldBeLessThanOrEqualTo(BarcodeReader.Most);
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
        }
    }

    private static TheoryData<int, bool> WithEachReader(IEnumerable<int> values)
    {
        var data = new TheoryData<int, bool>();
        foreach (var (value, withZbar) in values.SelectMany(_ => Ways, (value, withZbar) => (value, withZbar)))
        {
            data.Add(value, withZbar);
        }

        return data;
    }
}
