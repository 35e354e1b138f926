using System.CommandLine;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook completion bash</c>: a script that teaches the shell to complete, by asking the command itself.</summary>
internal static class CompletionCommand
{
    // Each script cuts the line at the cursor, puts `workbook` for whatever path it was called by, and asks by System.CommandLine's directive.
    private const string Bash = """
        # workbook: in ~/.bashrc, write   source <(workbook completion bash)
        _workbook() {
            local line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}" IFS=$'\n'
            line="workbook ${line#* }"
            COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]/#\~/$HOME}" "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word"))
        }
        complete -F _workbook workbook ./workbook
        """;

    private const string Zsh = """
        # workbook: in ~/.zshrc, after compinit, write   source <(workbook completion zsh)
        _workbook() {
            local line="workbook ${${BUFFER[1,CURSOR]}#* }"
            local -a names
            names=("${(@f)$(${~words[1]} "[suggest:${#line}]" "$line" 2>/dev/null)}")
            compadd -- $names
        }
        compdef _workbook workbook
        """;

    private const string PowerShell = """
        # workbook: in $PROFILE, write   workbook completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName workbook, workbook.cmd -ScriptBlock {
            param($word, $ast, $cursor)
            $text = $ast.ToString()
            $called = $ast.CommandElements[0].ToString()
            $line = 'workbook' + $text.Substring($called.Length)
            if ($cursor -gt $text.Length) { $line += ' ' }
            & $called "[suggest:$($line.Length)]" $line 2>$null |
                Where-Object { $_ -like "$word*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    public static Command Create(Session session)
    {
        var shell = new Argument<string?>("shell") { Description = "bash, zsh or pwsh", HelpName = "shell", Arity = ArgumentArity.ZeroOrOne };
        shell.CompletionSources.Add("bash", "zsh", "pwsh");
        var command = new Verb("completion", "Prints a script with which the shell completes exercises and options",
            "source <(workbook completion bash)") { shell };
        command.SetAction(result =>
        {
            session.Output.WriteLine(result.GetValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "pwsh" => PowerShell,
                null => throw new CommandException(ExitCode.Refused, "completion: for which shell? bash, zsh or pwsh"),
                var other => throw new CommandException(ExitCode.Refused, $"completion {other}: must be bash, zsh or pwsh"),
            });
            return ExitCode.Fine;
        });
        return command;
    }
}
