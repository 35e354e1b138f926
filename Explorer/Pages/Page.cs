// One file that a browser can open from a disk, and that can be passed on. The template has a mark where each part belongs:
//
//      page.html      the frame but for its first lines (Verdict.PageMark), with what stands there if no script runs
//      page.css       how it looks
//      page.js        steps through the model
//      the model      JSON, in a script element that is not run
//
//   P1  Nothing of the program gets into the page but as text: encoded for HTML in the frame, and in the JSON with each < > & as
//       an escape, so that no </script> in a string ends the element.
//   P2  The page loads nothing, and runs nothing but its own script: its policy says so, and has the hashes of both.

using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Pages;

/// <summary>Writes the page that shows a failure.</summary>
internal static class Page
{
    private static readonly JsonSerializerOptions _writing = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), // P1: it escapes what means something in HTML all the same
    };

    /// <summary>The page of a verdict that failed.</summary>
    public static string Of(Verdict verdict, PageModel model)
    {
        var (style, script) = (Resource("page.css"), Resource("page.js"));
        var failure = verdict.Failure!;
        var test = verdict.Replay is { } replay ? $"{replay.Type}.{replay.Method}" : "";
        return Verdict.PageMark + Filled(Resource("page.html"), new Dictionary<string, string>
        {
            ["style"] = style,
            ["script"] = script,
            ["policy"] = $"default-src 'none'; img-src data:; style-src '{Hash(style)}'; script-src '{Hash(script)}'",
            ["kind"] = Encoded(failure.Kind.Text().Replace('-', ' ')),
            ["test"] = Encoded(test),
            ["message"] = Encoded(failure.Message),
            ["story"] = Encoded(verdict.Story ?? ""),
            ["text"] = Encoded(verdict.Describe()),
            ["again"] = Encoded(verdict.Replay is { } again ? $"workbook replay {again.Id}" : ""),
            ["model"] = JsonSerializer.Serialize(model, _writing),
        });
    }

    // In one pass: what is put in is not looked through for marks.
    private static string Filled(string template, Dictionary<string, string> parts)
    {
        var page = new StringBuilder();
        var pieces = template.Split("{{");
        page.Append(pieces[0]);
        foreach (var piece in pieces[1..])
        {
            var end = piece.IndexOf("}}", StringComparison.Ordinal);
            page.Append(parts[piece[..end]]).Append(piece.AsSpan(end + 2));
        }
        return page.ToString();
    }

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(Page).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n"); // as a browser sees it, which is what is hashed
    }
}
