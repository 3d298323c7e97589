"""What others than the gateway say when something is wrong: proxies in front of it, and other kinds of servers."""

from __future__ import annotations

from desktop.demo.completion import Fields

NGINX_502 = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    "<hr><center>nginx/1.26.2</center>\r\n</body>\r\n</html>\r\n"
)
CLOUDFLARE_524 = (
    '<!DOCTYPE html>\n<html lang="en-US"><head><title>gateway.example | 524: A timeout occurred</title></head>\n'
    '<body><div id="cf-wrapper"><h1>A timeout occurred <span>Error code 524</span></h1></div></body></html>\n'
)
CLOUDFLARE_524_PROBLEM: Fields = {
    "title": "Error 524: A timeout occurred",
    "status": 524,
    "detail": "The origin web server timed out responding to this request.",
}
SITE = (
    '<!doctype html>\n<html lang="zh"><head><meta charset="utf-8"><title>Teahouse demo</title></head>'
    '<body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div></body></html>\n'
)
FASTAPI_422: Fields = {
    "detail": [
        {"type": "missing", "loc": ["body", "messages"], "msg": "Field required", "input": {}},
        {
            "type": "int_parsing",
            "loc": ["body", "max_tokens"],
            "msg": "Input should be a valid integer",
            "input": "many",
        },
    ]
}
OLLAMA_404: Fields = {"error": "model 'demo-bare-string' not found"}
MESSAGE_ONLY: Fields = {"message": "The tea has run out", "status": 400}
HOME_MADE = "The tea has run out. Come back tomorrow.\n"
NO_MODELS: Fields = {"data": [], "object": "list", "success": True}
MODELS_FAILED: Fields = {"success": False, "message": "获取模型列表失败"}
UNLIMITED: Fields = {
    "object": "billing_subscription",
    "has_payment_method": True,
    "soft_limit_usd": 100000000,
    "hard_limit_usd": 100000000,
    "system_hard_limit_usd": 100000000,
    "access_until": 0,
}
BILLING_FAILED: Fields = {"error": {"message": "record not found", "type": "upstream_error", "param": "", "code": None}}
LM_STUDIO: Fields = {"error": {"message": "Trying to keep the first 5000 tokens when context overflows"}}
