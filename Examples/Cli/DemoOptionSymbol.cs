using System.CommandLine;
using System.CommandLine.Parsing;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Cli;

/// <summary>A <see cref="DemoOption"/> in a command line.</summary>
internal sealed class DemoOptionSymbol : Option<object?>
{
    private readonly DemoOption _option;

    public DemoOptionSymbol(DemoOption option) : base(option.Name)
    {
        _option = option;
        var help = option.Help + (option.Range.Length > 0 ? $", {option.Range}" : "");
        Description = option.IsFlag || option.Default is null or "" ? help : $"{help} [default: {option.Show(option.Default)}]";
        Hidden = option.IsInternal;
        if (!option.IsFlag) HelpName = option.Placeholder;
        Arity = option.IsFlag ? ArgumentArity.ZeroOrOne : ArgumentArity.OneOrMore; // more: a second one gets our own words
        CustomParser = Read;
        CompletionSources.Clear();
        CompletionSources.Add(_ => option.Choices);
    }

    /// <summary>What to say when the value is missing.</summary>
    public string Missing => _option.Missing;

    /// <summary>What was given, or the default.</summary>
    public object? ValueIn(ParseResult result) =>
        result.GetResult(this) is not { Implicit: false } given ? _option.Default
        : given.Tokens.Count == 0 ? true // a bare flag
        : result.GetValue(this);

    private object? Read(ArgumentResult result)
    {
        object? value = null;
        var problem = result.Tokens.Count switch
        {
            0 => null,
            1 => _option.Read(result.Tokens[0].Value, out value),
            var count => $"{_option.Name}: is given {count} times; give it once",
        };
        if (problem is not null) result.AddError(problem);
        return value;
    }
}
